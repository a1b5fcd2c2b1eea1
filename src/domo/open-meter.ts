import { createLocalMeter, type Meter } from './meter.ts';
import type { ConnectionSettings } from './options.ts';
import { createSharedMeter } from './shared-meter.ts';

/** Counts calls in Redis where there is one, else here. Processes with the same `key` share the limits. */
export function openMeter(settings: ConnectionSettings, key: string): Meter {
  const { redisUrl, redisTimeoutMs, redisRetryMs, processes, logger, requestsPerSecond, concurrency } = settings;
  if (!redisUrl) return createLocalMeter({ requestsPerSecond, concurrency }, logger);
  return createSharedMeter({
    requestsPerSecond,
    concurrency,
    redisUrl,
    key,
    timeoutMs: redisTimeoutMs,
    retryMs: redisRetryMs,
    processes,
    logger,
  });
}
