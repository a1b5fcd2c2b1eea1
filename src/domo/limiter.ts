import type { Lanes, Meter } from './meter.ts';
import { linkSignals, orAborted } from './signals.ts';

/** Bottleneck's scale: 0 goes first, 9 last. */
const priorities = { person: 1, soon: 3, bulk: 5 } as const;

export interface LimitedOptions {
  priority: keyof typeof priorities;
  signal: AbortSignal;
}

export interface Limiter {
  /**
   * Runs `task` when the rate allows. Its signal ends with the caller's, and when the slot's time is over. Rejects at once with
   * the signal's reason when that ends, whether the task still waits or runs.
   */
  run<T>(task: (signal: AbortSignal) => Promise<T>, options: LimitedOptions): Promise<T>;
}

interface Job {
  priority: keyof typeof priorities;
  run(): Promise<void>;
  reject(error: unknown): void;
}

/**
 * One way for everything that goes to Domo. Bulk calls wait in a lane of their own, that has one slot less: however many and
 * slow they are, a person finds a slot free. After `expirationMs` a slot is free again and the call that held it is aborted;
 * Bottleneck alone would let it run on.
 */
export function createLimiter(meter: Meter, expirationMs: number): Limiter {
  const waiting = new Set<Job>();

  /** A job whose caller has given up passes through as nothing; one whose queue is lost waits in the next. */
  async function queue(job: Job): Promise<void> {
    const lanes = await meter.current();
    try {
      await (job.priority === 'bulk' ? lanes.bulk.schedule(() => pass(lanes, job)) : pass(lanes, job));
    } catch (error) {
      if (waiting.has(job) && meter.failed(lanes)) return await queue(job);
      job.reject(error);
    }
  }

  async function pass({ general }: Lanes, job: Job): Promise<void> {
    if (!waiting.has(job)) return;
    await general.schedule({ priority: priorities[job.priority], expiration: expirationMs }, async () => {
      if (waiting.delete(job)) await job.run();
    });
  }

  return {
    async run<T>(task: (signal: AbortSignal) => Promise<T>, { priority, signal }: LimitedOptions): Promise<T> {
      signal.throwIfAborted();
      const slot = linkSignals(signal);
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      const job: Job = {
        priority,
        run: () => task(slot.signal).then((result) => resolve(result), reject),
        reject: (error) => {
          slot.abort(error);
          reject(error);
        },
      };
      waiting.add(job);
      void queue(job);
      return await orAborted(promise, signal).finally(() => {
        waiting.delete(job);
        slot.unlink();
      });
    },
  };
}
