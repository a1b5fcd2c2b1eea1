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
  /** How many tasks wait for the rate. */
  waiting(): number;
}

interface Call {
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
  const waiting = new Set<Call>();

  /** A call that nobody waits for any more passes through as nothing; one whose lanes are lost waits in the next. */
  async function admit(call: Call): Promise<void> {
    const lanes = await meter.current();
    try {
      await (call.priority === 'bulk' ? lanes.bulk.schedule(() => pass(lanes, call)) : pass(lanes, call));
    } catch (error) {
      if (waiting.has(call) && meter.failed(lanes)) return await admit(call);
      call.reject(error);
    }
  }

  async function pass({ general }: Lanes, call: Call): Promise<void> {
    if (!waiting.has(call)) return;
    await general.schedule({ priority: priorities[call.priority], expiration: expirationMs }, async () => {
      if (waiting.delete(call)) await call.run();
    });
  }

  return {
    waiting: () => waiting.size,
    async run<T>(task: (signal: AbortSignal) => Promise<T>, { priority, signal }: LimitedOptions): Promise<T> {
      signal.throwIfAborted();
      const slot = linkSignals(signal);
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      const call: Call = {
        priority,
        run: () => task(slot.signal).then((result) => resolve(result), reject),
        reject: (error) => {
          slot.abort(error);
          reject(error);
        },
      };
      waiting.add(call);
      void admit(call);
      return await orAborted(promise, signal).finally(() => {
        waiting.delete(call);
        slot.unlink();
      });
    },
  };
}
