import { clockWeathers } from './clock-weather.ts';
import { databaseWeathers } from './database-weather.ts';
import { domoWeathers } from './domo-weather.ts';
import { processWeathers } from './process-weather.ts';
import { slackWeathers } from './slack-weather.ts';
import type { Setup, Weather } from './weather.ts';

const weathers: readonly Weather[] = [
  ...domoWeathers,
  ...slackWeathers,
  ...processWeathers,
  ...databaseWeathers,
  ...clockWeathers,
];

/** Those that can be in this set-up. */
export function weathersOf(setup: Setup): Weather[] {
  return weathers.filter(({ fits }) => fits === undefined || fits(setup));
}
