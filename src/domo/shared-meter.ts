import { createHash } from 'node:crypto';
import Bottleneck from 'bottleneck';
import { Redis } from 'ioredis';
import { z } from 'zod';
import { parseJson } from './failures.ts';
import {
  createLocalMeter,
  dropWaiting,
  type Lanes,
  laneLimits,
  type Meter,
  type MeterLimits,
  type News,
  setPace,
} from './meter.ts';
import type { DomoLogger } from './options.ts';
import { joinPace } from './shared-pace.ts';

export interface SharedMeterOptions extends MeterLimits {
  redisUrl: string;
  /** What is metered: processes with the same key share the limits. */
  key: string;
  /** How long Redis may take to connect, and to answer one command, in ms. */
  timeoutMs: number;
  /** How long to do without Redis before it is tried again, in ms. */
  retryMs: number;
  /** How many processes share the limits. */
  processes: () => Promise<number>;
  logger: DomoLogger;
}

/** How often it is made sure that both connections are there, in ms; without them, how many processes share the limits. */
const pingEvery = 5_000;
/** Before they are counted, and where nobody can count them, there is one other. */
const fewest = 2;

const newsMessage = z.union([
  z.object({ requestsPerSecond: z.number().positive() }),
  z.object({ holdMs: z.number().nonnegative() }),
]);

/**
 * Counts in Redis, for all processes with the same key. Bottleneck waits for ever on a Redis that is away, so connecting and
 * each command have a time-out; then this process uses its part of rate and concurrency alone, at most half, said in the log,
 * until Redis is back. A lost connection is given up whole and made anew: queue and pub/sub start clean.
 */
export function createSharedMeter(options: SharedMeterOptions): Meter {
  const { logger, retryMs, concurrency } = options;
  let rate = options.requestsPerSecond;
  let sharing = fewest;
  const alone = createLocalMeter(part(options, sharing), logger);
  let counting: NodeJS.Timeout | undefined;
  let listener = (_news: News): void => undefined;
  let shared: Shared | undefined;
  let retry: NodeJS.Timeout | undefined;
  let stopped = false;
  let connecting = connect();

  async function connect(): Promise<void> {
    const candidate = openShared(options);
    candidate.onTrouble((why) => giveUp(candidate, why));
    candidate.onNews(hear);
    try {
      const joined = await within(options.timeoutMs, candidate.join(rate));
      if (stopped) return candidate.close();
      shared = candidate;
      clearInterval(counting);
      if (joined < rate) hear({ requestsPerSecond: joined });
    } catch (error) {
      candidate.close();
      fallBack(error instanceof Error ? error.message : String(error));
    }
  }

  function giveUp(lost: Shared, why: string): void {
    if (shared !== lost) return;
    shared.close();
    shared = undefined;
    fallBack(why);
  }

  function hear(news: News): void {
    if ('requestsPerSecond' in news) ({ requestsPerSecond: rate } = news);
    listener(news);
  }

  /** Each process counts alone: together they keep to the limits. */
  async function takePart(): Promise<void> {
    const found = await options.processes().catch(() => sharing);
    if (stopped) return;
    sharing = Math.max(fewest, found);
    alone.pace(rate / sharing);
    alone.share(part(options, sharing).concurrency);
  }

  function fallBack(why: string): void {
    if (stopped) return;
    logger.warn(
      { why, ...part({ requestsPerSecond: rate, concurrency }, sharing), againInMs: retryMs },
      'Redis is away: Domo is called more slowly, counted by this process alone',
    );
    clearInterval(counting);
    counting = setInterval(() => void takePart(), pingEvery).unref();
    void takePart();
    retry = setTimeout(() => {
      connecting = connect();
    }, retryMs).unref();
  }

  return {
    current: async () => {
      // Only the first attempt is waited for; a later one goes on beside the reduced rate.
      if (!shared && !retry) await connecting;
      return shared?.lanes ?? (await alone.current());
    },
    failed: (lanes) => {
      if (shared?.lanes === lanes) giveUp(shared, 'a command failed');
      return !stopped && (lanes.general.datastore === 'ioredis' || alone.failed(lanes));
    },
    // The rate is kept in Redis: all that share it slow down together.
    pace: (to) => {
      rate = to;
      if (shared) setPace(shared.lanes, to);
      shared?.tell({ requestsPerSecond: to });
      alone.pace(to / sharing);
    },
    hold: (holdMs) => shared?.tell({ holdMs }),
    onNews: (given) => {
      listener = given;
    },
    stop: async () => {
      stopped = true;
      clearTimeout(retry);
      clearInterval(counting);
      shared?.close();
      await alone.stop();
    },
  };
}

interface Shared {
  lanes: Lanes;
  /** Resolves to the calls a second that hold for all, when this process brings its own rate. */
  join(requestsPerSecond: number): Promise<number>;
  onTrouble(listener: (why: string) => void): void;
  tell(news: News): void;
  onNews(listener: (news: News) => void): void;
  close(): void;
}

function openShared(options: SharedMeterOptions): Shared {
  const client = new Redis(options.redisUrl, {
    connectTimeout: options.timeoutMs,
    commandTimeout: options.timeoutMs,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    // A connection that never was is waited for at its end as well, 2 s by default.
    disconnectTimeout: 100,
  });
  correctScripts(client);
  const connection = new Bottleneck.IORedisConnection({ client });
  const id = `domo-${createHash('sha256').update(options.key).digest('hex').slice(0, 16)}`;
  // Leaves nothing in Redis once no process has called Domo for so long.
  const common = { connection, timeout: 600_000 };
  const limits = laneLimits(options);
  const lanes: Lanes = {
    general: new Bottleneck({ ...limits.general, ...common, id }),
    bulk: new Bottleneck({ ...limits.bulk, ...common, id: `${id}-bulk` }),
  };
  let trouble = (_why: string): void => undefined;
  let pinging: NodeJS.Timeout | undefined;

  /** The second connection hears when there is room again: without it the last calls would wait for others to come. */
  function watch(): void {
    const { subscriber } = lanes.general.clients();
    if (!(subscriber instanceof Redis)) throw new Error('Bottleneck has no second connection to Redis');
    const lost = () => trouble('the connection for messages was lost');
    pinging = setInterval(() => subscriber.ping().catch(lost), pingEvery).unref();
  }

  return {
    lanes,
    join: async (requestsPerSecond) => {
      await Promise.all([lanes.general.ready(), lanes.bulk.ready()]);
      watch();
      await lanes.bulk.updateSettings(limits.bulk);
      const { requestsPerSecond: most, concurrency } = options;
      return joinPace(client, id, { most, requestsPerSecond, concurrency });
    },
    onTrouble: (listener) => {
      trouble = listener;
      client.once('end', () => listener('the connection was lost'));
      // A command that fails while Bottleneck moves its queue on leaves the queue as it is, for ever.
      for (const lane of [lanes.general, lanes.bulk]) lane.on('error', (error) => listener(String(error)));
    },
    // Of a Redis that is away its own `error` tells.
    tell: (news) => void Promise.resolve(lanes.general.publish(JSON.stringify(news))).catch(() => undefined),
    onNews: (listener) => {
      lanes.general.on('message', (text: string) => {
        const news = newsMessage.safeParse(parseJson(text));
        if (news.success) listener(news.data);
      });
    },
    close: () => {
      clearInterval(pinging);
      dropWaiting(lanes);
      // Bottleneck's own `disconnect` unsubscribes over the connection that it is closing.
      void connection.disconnect(false);
    },
  };
}

/**
 * Has Bottleneck's scripts go by Redis's own clock: by those of the processes, one that is 30 s ahead would hold up the others as
 * long. A time to come that the limits cannot have led to was set before that clock stepped back, and counts no more.
 * And at any rate: at 3 calls a second they would have a key expire after a part of a ms, which Redis refuses.
 */
function correctScripts(client: Redis): void {
  const define = client.defineCommand.bind(client);
  client.defineCommand = (name, definition) => {
    const byItsClock = definition.lua.replace('local now = tonumber(ARGV[1])', redisClock);
    return define(name, { ...definition, lua: byItsClock.replace('KEYS[i], ttl)', 'KEYS[i], math.ceil(ttl))') });
  };
}

const redisClock = `
redis.replicate_commands()
local time = redis.call('time')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local pace = redis.call('hmget', settings_key, 'nextRequest', 'minTime', 'maxConcurrent')
if pace[1] and pace[2] and pace[3] and pace[1] - now > pace[2] * (pace[3] + 1) + 1000 then
  redis.call('hset', settings_key, 'nextRequest', now)
end
`;

function part({ requestsPerSecond, concurrency }: MeterLimits, sharing: number): MeterLimits {
  return {
    requestsPerSecond: requestsPerSecond / sharing,
    concurrency: Math.max(1, Math.floor(concurrency / sharing)),
  };
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${ms} ms`)), ms);
  return await Promise.race([promise, late.promise]).finally(() => clearTimeout(timer));
}
