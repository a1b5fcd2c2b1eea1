import type { DomoLogger } from './options.ts';

export interface Pace {
  /** Heeds the status of an answer, 429 above all. */
  heed(status: number): void;
  /** Calls a second at the moment. */
  rate(): number;
  /** Another process has changed the rate. */
  adopt(requestsPerSecond: number): void;
}

export interface PaceOptions {
  /** Calls a second, at the most. */
  requestsPerSecond: number;
  /** Has calls start at this rate from now on. */
  apply(requestsPerSecond: number): void;
  logger: DomoLogger;
  /** A clock that only goes forward, in ms. */
  now?: (() => number) | undefined;
}

/** Answers to calls that were sent before the rate was halved halve it no further, for so many ms. */
const settling = 1_000;
/** After so many ms without a 429, a tenth of the allowed rate is added. */
const climbing = 5_000;
/** Never slower than this part of the allowed rate. */
const least = 1 / 16;

/** Domo publishes no limit: calls go at the configured rate, at half of it after a 429, and step by step at all of it again. */
export function createPace({
  requestsPerSecond: most,
  apply,
  logger,
  now = () => performance.now(),
}: PaceOptions): Pace {
  let rate = most;
  let changed = Number.NEGATIVE_INFINITY;

  function go(to: number): void {
    rate = to;
    changed = now();
    apply(to);
  }

  return {
    rate: () => rate,
    adopt(shared) {
      rate = Math.min(most, shared);
      changed = now();
    },
    heed(status) {
      const ago = now() - changed;
      if (status === 429) {
        if (ago < settling || rate <= most * least) return;
        go(Math.max(rate / 2, most * least));
        logger.debug({ requestsPerSecond: rate }, 'Domo limits the calls: fewer are made');
      } else if (status > 0 && status < 500 && rate < most && ago >= climbing) {
        go(Math.min(most, rate + most / 10));
      }
    },
  };
}
