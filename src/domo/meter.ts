import Bottleneck from 'bottleneck';
import { watchClock } from './clock.ts';
import type { DomoLogger } from './options.ts';

export interface MeterLimits {
  /** Calls start evenly, this many a second. */
  requestsPerSecond: number;
  concurrency: number;
}

/** Two Bottlenecks: bulk work passes through its own into the general one, and leaves a slot of that free. */
export interface Lanes {
  general: Bottleneck;
  bulk: Bottleneck;
}

/** Where the count of calls is kept: here, or in Redis for several processes. */
export interface Meter {
  /** The lanes to queue in now. */
  current(): Promise<Lanes>;
  /** Tells that lanes did not run what waited in them. True: `current` now gives others. */
  failed(lanes: Lanes): boolean;
  /** Has calls start at this rate from now on. */
  pace(requestsPerSecond: number): void;
  stop(): Promise<void>;
}

/** Counts in this process alone. Bottleneck paces by the wall clock: when that steps, the count starts anew. */
export function createLocalMeter(limits: MeterLimits, logger: DomoLogger): Meter {
  let { requestsPerSecond } = limits;
  let lanes = localLanes(limits);
  let stopped = false;
  const unwatch = watchClock((ms) => {
    logger.warn({ ms }, "The computer's clock was moved: the pace of calls to Domo starts again");
    const old = lanes;
    lanes = localLanes({ ...limits, requestsPerSecond });
    dropWaiting(old);
  });
  return {
    current: async () => lanes,
    failed: (old) => old !== lanes && !stopped,
    pace: (rate) => {
      requestsPerSecond = rate;
      setPace(lanes, rate);
    },
    stop: async () => {
      stopped = true;
      unwatch();
      dropWaiting(lanes);
    },
  };
}

/** What is asked of the two Bottlenecks. `minTime` spreads calls evenly; a reservoir would let them burst. */
export function laneLimits({ requestsPerSecond, concurrency }: MeterLimits) {
  return {
    general: { minTime: 1000 / requestsPerSecond, maxConcurrent: concurrency },
    bulk: { maxConcurrent: Math.max(1, concurrency - 1) },
  };
}

function localLanes(limits: MeterLimits): Lanes {
  const { general, bulk } = laneLimits(limits);
  return { general: new Bottleneck(general), bulk: new Bottleneck(bulk) };
}

export function setPace({ general }: Lanes, requestsPerSecond: number): void {
  // Of a Redis that is away its own `error` tells.
  Promise.resolve(general.updateSettings({ minTime: 1000 / requestsPerSecond })).catch(() => undefined);
}

/** Drops what waits; does not wait for what runs, which its own signal ends. */
export function dropWaiting({ general, bulk }: Lanes): void {
  for (const lane of [general, bulk]) lane.stop({ dropWaitingJobs: true }).catch(() => undefined);
}
