import { DateTime } from 'luxon';
import { giveOrder, takePlace, withdrawOrder } from '../harm/order.ts';
import { laterForAll } from './process-weather.ts';
import type { Weather } from './weather.ts';

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
    weight: 3,
    begin: async ({ apps }, random) => {
      const app = random.pick(apps);
      const ms = random.pick([-day, -hour, -minute, minute, hour, 2 * day]);
      const set = (by: number) => giveOrder(app.dataDir, { deed: 'set the clock', after: random.below(20), ms: by });
      set(ms);
      return () => {
        withdrawOrder(app.dataDir);
        if (takePlace(app.dataDir) !== undefined) set(-ms);
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
