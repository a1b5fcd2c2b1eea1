// Slack and Domo, in a process of their own, with the people who act in them.
import { cast } from '../../sandbox/cast.ts';
import { type DomoServer, startDomo } from '../../sandbox/domo/server.ts';
import { startSlack } from '../../sandbox/slack/start-slack.ts';
import { defaultWorld } from '../../sandbox/slack/world.ts';
import { answerBench, optionsOf } from './answer.ts';
import { createCallMeter } from './call-meter.ts';
import { createStories } from './stories.ts';

export interface ServersOptions {
  datasets: number;
  people: number;
  /** Additional owners, from id 9001 on, each with so many datasets of their own. */
  owners?: number[];
  /** Additional members of the Slack workspace. */
  crowd?: number;
}

const { datasets, people, owners = [], crowd = 0 } = optionsOf<ServersOptions>();
// The company is as it was yesterday: a request for all that somebody owns reads what changed of late once more, and that isn't all of it.
let yesterday = 24 * 60 * 60_000;
const domo = await startDomo({ generate: { datasets, people }, now: () => new Date(Date.now() - yesterday) });
for (const [index, count] of owners.entries()) addOwner(domo, 9_001 + index, count);
yesterday = 0;
const world = defaultWorld();
const teamId = world.team.id;
const members = Array.from({ length: crowd }, (_, index) => {
  const handle = `person${index + 1}`;
  return { id: `U0CROWD${String(index + 1).padStart(4, '0')}`, handle, teamId };
});
for (const { id, handle } of members) {
  const email = `${handle}@example.com`;
  world.people.push({ id, handle, name: `Person ${handle.slice(6)}`, email, teamId, standing: 'member' });
}
for (const channel of world.channels) for (const { id } of members) channel.members.add(id);
// Triggers are made in advance, for a load that waits for nothing.
const slack = await startSlack({ world, triggerMs: 600_000, logLength: 200 });
const meter = createCallMeter(domo);

export const commands = {
  env: (): Record<string, string> => ({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    DOMO_CLIENT_ID: domo.clientId,
    DOMO_CLIENT_SECRET: domo.clientSecret,
    DOMO_API_URL: domo.url,
  }),
  deliverTo: (port: number) => slack.deliverTo(`http://127.0.0.1:${port}/slack/events`),
  /** Every answer of Domo takes so many ms more from now on. */
  slow: (ms: number) => void domo.faults.add({ kind: 'slow', ms }),
  ...meter,
  ...createStories(slack, domo),
  /** As many names change as a busy day changes. */
  rename(count: number) {
    const ids = domo.world.datasetIds();
    const step = Math.max(1, Math.floor(ids.length / count));
    for (let at = 0; at < ids.length; at += step) {
      const id = ids[at] ?? '';
      domo.world.rename(id, `${domo.world.dataset(id)?.name} anew`);
    }
  },
  crowd: () => members.map(({ id }) => id),
};
export type ServersCommands = typeof commands;

answerBench(commands, async () => {
  await Promise.all([slack.close(), domo.close()]);
});

function addOwner({ world: domoWorld }: DomoServer, id: number, count: number): void {
  domoWorld.addUser({ id, name: `Leaver With ${count}` });
  for (let index = 0; index < count; index += 1) {
    const number = String(index + 1).padStart(12, '0');
    const name = `Handed over ${index + 1} of ${count}`;
    domoWorld.addDataset({ id: `${id.toString(16).padStart(8, '0')}-0000-4000-8000-${number}`, name, ownerId: id });
  }
  if (cast.some((member) => member.domoId === id)) throw new Error(`Domo id ${id} is taken`);
}
