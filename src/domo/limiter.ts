import { createAdmission } from './admission.ts';
import type { Meter } from './meter.ts';
import { linkSignals, orAborted } from './signals.ts';

/** Bottleneck's scale: 0 goes first, 9 last. */
const priorities = { person: 1, bulk: 5 } as const;

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
  priority: number;
  run(): Promise<void>;
  reject(error: unknown): void;
}

/**
 * One queue for everything that goes to Domo. Of bulk calls no more than twice `concurrency` are let into it: behind a longer
 * queue Bottleneck makes even a first-priority call wait (2.6 s behind 1,000). After `expirationMs` a slot is free
 * again and the call that held it is aborted; Bottleneck alone would let it run on.
 */
export function createLimiter(meter: Meter, concurrency: number, expirationMs: number): Limiter {
  const bulk = createAdmission(2 * concurrency);
  const waiting = new Set<Job>();

  /** A job whose caller has given up passes through as nothing; one whose queue is lost waits in the next. */
  async function queue(job: Job): Promise<void> {
    const bottleneck = await meter.current();
    const take = async () => {
      if (waiting.delete(job)) await job.run();
    };
    try {
      await bottleneck.schedule({ priority: job.priority, expiration: expirationMs }, take);
    } catch (error) {
      if (waiting.has(job) && meter.failed(bottleneck)) return await queue(job);
      job.reject(error);
    }
  }

  return {
    async run<T>(task: (signal: AbortSignal) => Promise<T>, { priority, signal }: LimitedOptions): Promise<T> {
      signal.throwIfAborted();
      const leave = priority === 'bulk' ? await bulk.enter(signal) : () => undefined;
      const slot = linkSignals(signal);
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      const job: Job = {
        priority: priorities[priority],
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
        leave();
      });
    },
  };
}
