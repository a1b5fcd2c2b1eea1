import { createHash } from 'node:crypto';
import Bottleneck from 'bottleneck';
import { Redis } from 'ioredis';
import { bottleneckLimits, dropWaiting, type Meter, type MeterLimits } from './meter.ts';
import type { DomoLogger } from './options.ts';

export interface SharedMeterOptions extends MeterLimits {
  redisUrl: string;
  /** What is metered: processes with the same key share the limits. */
  key: string;
  /** How long Redis may take to connect, and to answer one command, in ms. */
  timeoutMs: number;
  /** How long to do without Redis before it is tried again, in ms. */
  retryMs?: number | undefined;
  logger: DomoLogger;
}

/**
 * Counts in Redis, for all processes with the same key. Bottleneck waits for ever on a Redis that is away, so connecting and
 * each command have a time-out; then half the rate and concurrency is used here alone, said in the log, until
 * Redis is back. A lost connection is given up whole and made anew: queue and pub/sub start clean.
 */
export function createSharedMeter(options: SharedMeterOptions): Meter {
  const { logger, retryMs = 30_000 } = options;
  const alone = new Bottleneck(bottleneckLimits(halved(options)));
  let shared: Shared | undefined;
  let retry: NodeJS.Timeout | undefined;
  let stopped = false;
  let connecting = connect();

  async function connect(): Promise<void> {
    const candidate = openShared(options);
    candidate.onTrouble((why) => giveUp(candidate.bottleneck, why));
    try {
      await within(options.timeoutMs, candidate.ready());
      if (stopped) candidate.close();
      else shared = candidate;
    } catch (error) {
      candidate.close();
      fallBack(error instanceof Error ? error.message : String(error));
    }
  }

  function giveUp(bottleneck: Bottleneck, why: string): void {
    if (shared?.bottleneck !== bottleneck) return;
    shared.close();
    shared = undefined;
    fallBack(why);
  }

  function fallBack(why: string): void {
    if (stopped) return;
    logger.warn(
      { why, ...halved(options), againInMs: retryMs },
      'Redis is away: Domo is called at half the rate, counted by this process alone',
    );
    retry = setTimeout(() => {
      connecting = connect();
    }, retryMs).unref();
  }

  return {
    current: async () => {
      // Only the first attempt is waited for; a later one goes on beside the reduced rate.
      if (!shared && !retry) await connecting;
      return shared?.bottleneck ?? alone;
    },
    failed: (bottleneck) => {
      giveUp(bottleneck, 'a command failed');
      return bottleneck !== alone && !stopped;
    },
    stop: async () => {
      stopped = true;
      clearTimeout(retry);
      shared?.close();
      dropWaiting(alone);
    },
  };
}

interface Shared {
  bottleneck: Bottleneck;
  ready(): Promise<void>;
  onTrouble(listener: (why: string) => void): void;
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
  const connection = new Bottleneck.IORedisConnection({ client });
  const { minTime, maxConcurrent } = bottleneckLimits(options);
  const limits = { minTime: Math.ceil(minTime), maxConcurrent };
  const bottleneck = new Bottleneck({
    ...limits,
    id: `domo-${createHash('sha256').update(options.key).digest('hex').slice(0, 16)}`,
    connection,
    // Leaves nothing in Redis once no process has called Domo for so long.
    timeout: 600_000,
  });
  return {
    bottleneck,
    ready: async () => {
      await bottleneck.ready();
      // Redis keeps the limits of whoever came first, also over a restart with others: the last one's shall hold.
      await bottleneck.updateSettings(limits);
    },
    onTrouble: (listener) => {
      client.once('end', () => listener('the connection was lost'));
      // A command that fails while Bottleneck moves its queue on leaves the queue as it is, for ever.
      bottleneck.on('error', (error) => listener(String(error)));
    },
    close: () => {
      dropWaiting(bottleneck);
      // Bottleneck's own `disconnect` unsubscribes over the connection that it is closing.
      void connection.disconnect(false);
    },
  };
}

function halved(limits: MeterLimits): MeterLimits {
  return {
    requestsPerSecond: limits.requestsPerSecond / 2,
    concurrency: Math.max(1, Math.floor(limits.concurrency / 2)),
  };
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${ms} ms`)), ms);
  return await Promise.race([promise, late.promise]).finally(() => clearTimeout(timer));
}
