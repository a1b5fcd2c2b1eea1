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

/** Domo limits calls: they go at this rate, or not at all for some time. */
export type News = { requestsPerSecond: number } | { holdMs: number };

/** Where the count of calls is kept: here, or in Redis for several processes. */
export interface Meter {
  /** The lanes to queue in now. */
  current(): Promise<Lanes>;
  /** Tells that lanes did not run what waited in them. True: `current` now gives others. */
  failed(lanes: Lanes): boolean;
  /** Has calls start at this rate from now on, in all processes that share it. */
  pace(requestsPerSecond: number): void;
  /** Has no call start for so many ms, in the other processes that share the rate. */
  hold(ms: number): void;
  /** Listens to what other processes learnt of Domo. */
  onNews(listener: (news: News) => void): void;
  stop(): Promise<void>;
}

export interface LocalMeter extends Meter {
  /** So many calls may be under way from now on. */
  share(concurrency: number): void;
}

/** Counts in this process alone. Bottleneck paces by the wall clock: when that steps, the count starts anew. */
export function createLocalMeter(limits: MeterLimits, logger: DomoLogger): LocalMeter {
  let current = limits;
  let lanes = localLanes(limits);
  let stopped = false;
  const unwatch = watchClock((ms) => {
    logger.warn({ ms }, "The computer's clock was moved: the pace of calls to Domo starts again");
    const old = lanes;
    lanes = localLanes(current);
    dropWaiting(old);
  });
  return {
    current: async () => lanes,
    failed: (old) => old !== lanes && !stopped,
    pace: (rate) => {
      current = { ...current, requestsPerSecond: rate };
      setPace(lanes, rate);
    },
    share: (concurrency) => {
      current = { ...current, concurrency };
      const { general, bulk } = laneLimits(current);
      void lanes.general.updateSettings({ maxConcurrent: general.maxConcurrent });
      void lanes.bulk.updateSettings(bulk);
    },
    hold: () => undefined,
    onNews: () => undefined,
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
