import { coerceError } from '../errors.ts';
import type { Logger } from '../logger.ts';

/** Work that goes on after its delivery was acknowledged: Bolt does not wait for it when it stops. */
export interface Tracker {
  /** Starts work, and resolves when it has ended; what it throws is logged. */
  run(work: () => Promise<void>): Promise<void>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

export function createTracker(logger: Logger): Tracker {
  const underWay = new Set<Promise<void>>();

  return {
    run(work) {
      const running = work()
        .catch((thrown: unknown) =>
          logger.error({ err: coerceError(thrown) }, 'work behind an acknowledged delivery failed'),
        )
        .finally(() => underWay.delete(running));
      underWay.add(running);
      return running;
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
