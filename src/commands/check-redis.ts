import { pingRedis } from '../domo/ping-redis.ts';
import { coerceError } from '../errors.ts';
import { networkReason } from '../network-reason.ts';
import { bad, type Finding, good } from './finding.ts';

/** Someone waits for the answer, in ms. */
const patience = 5_000;

/** The service starts without its Redis, but then slower than it was told to be. */
export async function checkRedis(url: string | undefined): Promise<Finding[]> {
  if (url === undefined) return [];
  try {
    await pingRedis(url, patience);
    return [good('Redis: it answers.')];
  } catch (thrown) {
    const what = 'Check REDIS_URL; without it Domo is called at half the rate.';
    return [bad(`Redis: no answer to a PING: ${networkReason(thrown) ?? coerceError(thrown).message}. ${what}`)];
  }
}
