import { DomoUnavailableError } from './errors.ts';
import { createLimiter, type Limiter } from './limiter.ts';
import { createLocalMeter, type Meter } from './meter.ts';
import type { ConnectionSettings } from './options.ts';
import { createSharedMeter } from './shared-meter.ts';

/** What calls to one of Domo's APIs go through. */
export interface Connection {
  limiter: Limiter;
  /** Ends with `stop`. */
  stopped: AbortSignal;
  stop(): Promise<void>;
}

/** A slot is taken back this much after the call's own time-out, in ms: it should never be needed. */
const expirationSlack = 5_000;

/** Processes with the same `key` share the limits. `timeoutMs`: of the longest call. */
export function openConnection(settings: ConnectionSettings, key: string, timeoutMs: number): Connection {
  const meter = openMeter(settings, key);
  const stopping = new AbortController();
  const stopped = stopping.signal;
  return {
    limiter: createLimiter({ settings, meter, expirationMs: timeoutMs + expirationSlack, stopped }),
    stopped,
    stop: async () => {
      stopping.abort(new DomoUnavailableError('The Domo client has been stopped', { sent: false }));
      await meter.stop();
    },
  };
}

/** Counts calls in Redis where there is one, else here. */
function openMeter(settings: ConnectionSettings, key: string): Meter {
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
