import type { Answer } from './failures.ts';
import type { Lanes, Meter } from './meter.ts';
import type { ConnectionSettings } from './options.ts';
import { createPace } from './pace.ts';
import { parseRetryAfter } from './retry.ts';
import { linkSignals, orAborted } from './signals.ts';

/** Bottleneck's scale: 0 goes first, 9 last. */
const priorities = { person: 1, soon: 3, short: 4, bulk: 5 } as const;

export interface LimitedOptions {
  priority: keyof typeof priorities;
  signal: AbortSignal;
}

export interface Limiter {
  /**
   * Runs `task` when the rate allows. Its signal ends with the caller's, and when the slot's time is over. Rejects at once with
   * the signal's reason when that ends, whether the task still waits or runs.
   */
  run(task: (signal: AbortSignal) => Promise<Answer>, options: LimitedOptions): Promise<Answer>;
  /** How many tasks wait for the rate. */
  waiting(): number;
  /** Calls a second at the moment. */
  rate(): number;
}

export interface LimiterOptions {
  settings: Pick<ConnectionSettings, 'requestsPerSecond' | 'retry' | 'sleep' | 'now' | 'logger'>;
  meter: Meter;
  /** In ms. */
  expirationMs: number;
  /** Ends when the client is stopped. */
  stopped: AbortSignal;
}

interface Call {
  priority: keyof typeof priorities;
  run(): Promise<void>;
  reject(error: unknown): void;
}

/**
 * One way for everything that goes to Domo. Bulk calls wait in a lane of their own, those of short work first. It has one slot less:
 * however many and slow they are, a person finds a slot free. After `expirationMs` a slot is free again and the call that held it is aborted;
 * Bottleneck alone would let it run on. A 429 halves the rate for some time; while its `Retry-After` lasts, no call starts at all.
 */
export function createLimiter({ settings, meter, expirationMs, stopped }: LimiterOptions): Limiter {
  const { requestsPerSecond, retry, logger } = settings;
  const pace = createPace({ requestsPerSecond, apply: meter.pace, logger });
  const waiting = new Set<Call>();
  let held: Promise<void> | undefined;
  meter.onNews((news) => {
    if ('holdMs' in news) hold(news.holdMs);
    else pace.adopt(news.requestsPerSecond);
  });

  function hold(ms: number): void {
    const holding = settings
      .sleep(Math.min(ms, retry.retryAfterCapMs), stopped)
      .catch(() => undefined)
      .finally(() => {
        if (held === holding) held = undefined;
      });
    held = holding;
  }

  function heed({ status, headers }: Answer): void {
    pace.heed(status);
    const ms = status === 429 ? parseRetryAfter(headers.get('retry-after'), settings.now()) : undefined;
    if (!ms || held !== undefined) return;
    hold(ms);
    meter.hold(ms);
  }

  /** A call that nobody waits for any more passes through as nothing; one whose lanes are lost waits in the next. */
  async function admit(call: Call): Promise<void> {
    await held;
    const lanes = await meter.current();
    try {
      const priority = priorities[call.priority];
      const isHeld = await (priority < priorities.short
        ? pass(lanes, call)
        : lanes.bulk.schedule({ priority }, () => pass(lanes, call)));
      if (isHeld) await admit(call);
    } catch (error) {
      if (waiting.has(call) && meter.failed(lanes)) return await admit(call);
      call.reject(error);
    }
  }

  /** True: Domo asked to wait, while the call did. */
  async function pass({ general }: Lanes, call: Call): Promise<boolean> {
    if (!waiting.has(call)) return false;
    return general.schedule({ priority: priorities[call.priority], expiration: expirationMs }, async () => {
      if (held !== undefined) return true;
      if (waiting.delete(call)) await call.run();
      return false;
    });
  }

  return {
    waiting: () => waiting.size,
    rate: pace.rate,
    async run(task, { priority, signal }) {
      signal.throwIfAborted();
      const slot = linkSignals(signal);
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      const call: Call = {
        priority,
        run: () =>
          task(slot.signal).then((answer) => {
            heed(answer);
            resolve(answer);
          }, reject),
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
