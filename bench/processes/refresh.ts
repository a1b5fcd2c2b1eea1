// Reads a Domo that is only in memory into a data directory, again and again, as the app does every hour.

import { generateWorld } from '../../sandbox/domo/generate.ts';
import { seedWorld } from '../../sandbox/domo/seed.ts';
import { createWorld } from '../../sandbox/domo/world.ts';
import { createCatalog } from '../../src/catalog/catalog.ts';
import type { Domo } from '../../src/domo/types.ts';
import { createLogger } from '../../src/logger.ts';
import { type DatabaseConfig, openDatabase } from '../../src/store/open-database.ts';
import { answerBench, optionsOf } from './answer.ts';

const { datasets, people, ...storage } = optionsOf<{ datasets: number; people: number } & DatabaseConfig>();
const world = createWorld(() => new Date());
seedWorld(world);
generateWorld(world, { datasets, people });
const database = await openDatabase(storage);
const logger = createLogger({ level: 'error' });
let changes = 0;

const domo: Pick<Domo, 'datasetPages' | 'userPages' | 'user'> = {
  async *datasetPages() {
    const ids = world.datasetIds();
    for (let at = 0; at < ids.length; at += 50) yield ids.slice(at, at + 50).map(listed);
  },
  async *userPages() {
    const users = world.users().filter(({ deleted }) => !deleted);
    for (let at = 0; at < users.length; at += 500) yield users.slice(at, at + 500);
  },
  user: async (id) => world.user(id) ?? { id, name: world.ownerName(id), deleted: true },
};
const catalog = createCatalog({ db: database, domo: domo as Domo, now: () => new Date(), logger });

export const commands = {
  /** Each time a tenth of the names is new, and what the app's clock does in an hour is done once. */
  async refresh(times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      await catalog.sync();
      await database.maintain();
      changes += 1;
      world.datasetIds().forEach((id, index) => {
        if (index % 10 === changes % 10)
          world.rename(id, `${world.dataset(id)?.name.replace(/ v\d+$/, '')} v${changes}`);
      });
    }
  },
};
export type RefreshCommands = typeof commands;

answerBench(commands, () => database.close());

function listed(id: string) {
  const dataset = world.dataset(id);
  const ownerId = dataset?.ownerId ?? 0;
  return { id, name: dataset?.name ?? '', owner: { id: ownerId, name: world.ownerName(ownerId) }, pdpEnabled: false };
}
