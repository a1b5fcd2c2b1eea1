import { clockWeathers } from './clock-weather.ts';
import { databaseWeathers } from './database-weather.ts';
import { domoWeathers } from './domo-weather.ts';
import { processWeathers } from './process-weather.ts';
import { slackWeathers } from './slack-weather.ts';
import type { Weather } from './weather.ts';

export const weathers: readonly Weather[] = [
  ...domoWeathers,
  ...slackWeathers,
  ...processWeathers,
  ...databaseWeathers,
  ...clockWeathers,
];
