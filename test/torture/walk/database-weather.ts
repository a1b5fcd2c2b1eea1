import { setTimeout as delay } from 'node:timers/promises';
import { asServer } from '../../support/postgres-server.ts';
import { giveOrder, takePlace, withdrawOrder } from '../harm/order.ts';
import { createRandom, type Random } from '../random.ts';
import type { Company } from './company.ts';
import { noteHarm, noteUnstored } from './notes.ts';
import type { Setup, Weather } from './weather.ts';

/** A transaction has about six. */
const moments = 12;

/** Each process loses the connection of a counted statement, again and again. */
async function lose(company: Company, random: Random, deed: 'be cut off' | 'lose the answer') {
  const { apps, notes, slack } = company;
  let isOver = false;
  const losing = apps.map(async ({ dataDir }) => {
    // Of its own, so that what happens meanwhile changes no later choice.
    const own = createRandom(random.below(2 ** 31));
    while (!isOver) {
      giveOrder(dataDir, { deed, after: own.below(moments) });
      let place: string | undefined;
      while (place === undefined && !isOver) {
        await delay(10);
        place = takePlace(dataDir);
      }
      if (place === undefined) continue;
      noteHarm(notes, deed, place);
      noteUnstored(notes, slack.calls);
    }
    withdrawOrder(dataDir);
  });
  return async () => {
    isOver = true;
    await Promise.all(losing);
  };
}

const fits = ({ onServer }: Setup) => onServer;

export const databaseWeathers: readonly Weather[] = [
  {
    name: 'the server ends connections between two statements',
    weight: 6,
    fits,
    begin: (company, random) => lose(company, random, 'be cut off'),
  },
  {
    name: 'connections break before a statement is answered',
    weight: 6,
    fits,
    begin: (company, random) => lose(company, random, 'lose the answer'),
  },
  {
    name: 'the server ends all connections',
    weight: 2,
    fits,
    begin: async ({ database, notes, slack }) => {
      noteUnstored(notes, slack.calls);
      await asServer(database.databaseUrl ?? '', (client) =>
        client.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
        ),
      );
      return () => undefined;
    },
  },
];
