import { DomoUnavailableError } from './errors.ts';
import type { ConnectionSettings } from './options.ts';
import { waitMs } from './retry.ts';
import { linkSignals } from './signals.ts';
import type { CallOptions } from './types.ts';

export interface Attempt {
  /** 1 for the first. */
  attempt: number;
  signal: AbortSignal;
}

interface RetryOptions extends CallOptions {
  /** A write is repeated only where it surely did not reach Domo. */
  write: boolean;
}

/** Asks again while Domo is busy or away. `deed` finishes "when asked to …". Throws the last error, or the signal's reason. */
export type Patiently = <T>(deed: string, ask: (attempt: Attempt) => Promise<T>, options: RetryOptions) => Promise<T>;

/** `stopped` ends when the client is stopped. */
export function createPatiently(
  settings: Pick<ConnectionSettings, 'retry' | 'random' | 'sleep' | 'logger'>,
  stopped: AbortSignal,
): Patiently {
  return async (deed, ask, options) => {
    const link = linkSignals(stopped, options.signal);
    try {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await ask({ attempt, signal: link.signal });
        } catch (error) {
          const repeatable = error instanceof DomoUnavailableError && !(options.write && error.sent);
          if (!repeatable || options.once || attempt >= settings.retry.attempts) throw error;
          const ms = Math.round(waitMs(attempt, error.retryAfterMs, settings.retry, settings.random));
          settings.logger.debug(
            { deed, attempt, ms, status: error.status, toe: error.toe },
            'Domo will be asked again',
          );
          await settings.sleep(ms, link.signal);
        }
      }
    } finally {
      link.unlink();
    }
  };
}
