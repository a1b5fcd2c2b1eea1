import type { Redis } from 'ioredis';
import { z } from 'zod';

export interface OwnPace {
  /** Calls a second, as configured. */
  most: number;
  /** At which this process goes by now: less, after a 429. */
  requestsPerSecond: number;
  concurrency: number;
}

const pace = z.coerce.number().positive();

/**
 * Joins those who count in the limiter of this id in Redis, and resolves to the calls a second that hold from now on. Redis keeps the
 * limits of whoever came first, also over a restart with others: the configured ones of whoever came last are to hold, but not
 * above the lower rate at which the others go after a 429, of which Redis tells by the rate being below what they have configured.
 */
export async function joinPace(client: Redis, id: string, own: OwnPace): Promise<number> {
  const given = [own.most, own.requestsPerSecond, own.concurrency];
  return pace.parse(await client.eval(script, 1, `b_${id}_settings`, ...given));
}

const script = `
local most, own = tonumber(ARGV[1]), tonumber(ARGV[2])
local found = redis.call('hmget', KEYS[1], 'minTime', 'mostPerSecond')
local between, others = tonumber(found[1]), tonumber(found[2])
local rate = own
if between and others and 1000 / between < others * 0.999 then rate = math.min(own, 1000 / between) end
redis.call('hset', KEYS[1], 'minTime', string.format('%.17g', 1000 / rate), 'maxConcurrent', ARGV[3], 'mostPerSecond', ARGV[1])
return string.format('%.17g', rate)
`;
