import Bottleneck from 'bottleneck';

export interface MeterLimits {
  /** Calls start evenly, this many a second. */
  requestsPerSecond: number;
  concurrency: number;
}

/** Where the count of calls is kept: here, or in Redis for several processes. */
export interface Meter {
  /** The Bottleneck to queue in now. */
  current(): Promise<Bottleneck>;
  /** Tells that a Bottleneck did not run what waited in it. True: `current` now gives another. */
  failed(bottleneck: Bottleneck): boolean;
  stop(): Promise<void>;
}

/** Counts in this process alone. */
export function createLocalMeter(limits: MeterLimits): Meter {
  const bottleneck = new Bottleneck(bottleneckLimits(limits));
  return {
    current: async () => bottleneck,
    failed: () => false,
    stop: async () => void dropWaiting(bottleneck),
  };
}

/** `minTime` spreads calls evenly; a reservoir would let them burst. */
export function bottleneckLimits({ requestsPerSecond, concurrency }: MeterLimits): {
  minTime: number;
  maxConcurrent: number;
} {
  return { minTime: 1000 / requestsPerSecond, maxConcurrent: concurrency };
}

/** Drops what waits; does not wait for what runs, which its own signal ends. */
export function dropWaiting(bottleneck: Bottleneck): void {
  bottleneck.stop({ dropWaitingJobs: true }).catch(() => undefined);
}
