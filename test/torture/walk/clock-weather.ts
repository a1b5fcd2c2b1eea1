import { setTimeout as delay } from 'node:timers/promises';
import { DateTime } from 'luxon';
import { giveOrder, takePlace, withdrawOrder } from '../harm/order.ts';
import { noteUnstored } from './notes.ts';
import { laterForAll } from './process-weather.ts';
import type { Weather } from './weather.ts';

/** Something is written within so many ms, whatever nobody does. */
const patience = 5_000;
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Of the people, whose quiet hours count. */
const zone = 'Europe/Berlin';

/** How long it is from `from` to half an hour before summer time begins or ends next, in ms. */
function untilClocksChange(from: Date): number {
  const start = DateTime.fromJSDate(from, { zone });
  let at = start.plus({ hours: 1 });
  while (at.offset === at.minus({ hours: 1 }).offset) at = at.plus({ hours: 1 });
  return at.startOf('hour').toMillis() - start.toMillis() - 30 * minute;
}

export const clockWeathers: readonly Weather[] = [
  {
    name: 'five hours go by, and all processes are killed',
    weight: 2,
    begin: async (company) => {
      await laterForAll(company, 5 * hour);
      return () => undefined;
    },
  },
  {
    name: 'the clock of a running process jumps, and back',
    weight: 2,
    begin: async ({ apps, notes, slack }, random) => {
      const app = random.pick(apps);
      const ms = random.pick([-day, -hour, -minute, minute, hour, 2 * day]);
      const set = (by: number) => giveOrder(app.dataDir, { deed: 'set the clock', after: random.below(20), ms: by });
      /** Whatever was under way then is taken for lost where it jumped ahead, and begun once more. */
      const isSet = async (by: number, isOver: () => boolean) => {
        set(by);
        while (takePlace(app.dataDir) === undefined) {
          if (isOver()) return false;
          await delay(10);
        }
        noteUnstored(notes, slack.calls);
        return true;
      };
      let isOver = false;
      const jumped = isSet(ms, () => isOver);
      return async () => {
        isOver = true;
        if (await jumped) {
          const deadline = Date.now() + patience;
          await isSet(-ms, () => Date.now() > deadline);
        }
        // Else the next start would set a clock that is right.
        withdrawOrder(app.dataDir);
      };
    },
  },
  {
    name: 'summer time begins or ends',
    weight: 2,
    begin: async (company) => {
      const ms = untilClocksChange(new Date(Date.now() + company.ahead));
      await laterForAll(company, ms);
      return () => laterForAll(company, hour);
    },
  },
];
