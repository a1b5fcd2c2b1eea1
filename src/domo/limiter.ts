import type { Answer } from './failures.ts';
import type { Meter } from './meter.ts';
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
  priority: number;
  run(): Promise<void>;
  reject(error: unknown): void;
  /** Resolves when nobody waits for it any more. */
  ended: Promise<unknown>;
}

/**
 * One way for everything that goes to Domo. Bulk calls wait in a lane of their own, those of short work first. It has one slot less:
 * however many and slow they are, a person finds a slot free. A slot is nobody's until its time comes, and then the most urgent call
 * takes it: Bottleneck sets the times of as many as may run at once, and by those a person would wait for all that asked before.
 * After `expirationMs` a slot is free again and the call that held it is aborted; Bottleneck alone would let it run on. A 429
 * halves the rate for some time; while its `Retry-After` lasts, no call starts at all.
 */
export function createLimiter({ settings, meter, expirationMs, stopped }: LimiterOptions): Limiter {
  const { requestsPerSecond, retry, logger } = settings;
  const pace = createPace({ requestsPerSecond, apply: meter.pace, logger });
  const waiting = new Set<Call>();
  /** Those of them that may take the next slot. */
  const ready = new Set<Call>();
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

  /** A bulk call keeps its place in the lane until it has ended, in whichever slot. One whose lanes are lost waits in the next. */
  async function admit(call: Call): Promise<void> {
    if (call.priority < priorities.short) return start(call);
    const lanes = await meter.current();
    try {
      await lanes.bulk.schedule({ priority: call.priority }, async () => {
        void start(call);
        await call.ended;
      });
    } catch (error) {
      if (waiting.has(call) && meter.failed(lanes)) return admit(call);
      call.reject(error);
    }
  }

  /** A call that nobody waits for any more asks for no slot. */
  async function start(call: Call): Promise<void> {
    if (!waiting.has(call)) return;
    ready.add(call);
    await oneMore();
  }

  /** Has one more call start when the rate allows. */
  async function oneMore(): Promise<void> {
    await held;
    const lanes = await meter.current();
    let call: Call | undefined;
    try {
      const isHeld = await lanes.general.schedule({ expiration: expirationMs }, async () => {
        if (held !== undefined) return true;
        call = takeMostUrgent();
        await call?.run();
        return false;
      });
      if (isHeld) await oneMore();
    } catch (error) {
      if (call === undefined && meter.failed(lanes)) return oneMore();
      (call ?? takeMostUrgent())?.reject(error);
    }
  }

  /** Of those that are as urgent, the first that came. */
  function takeMostUrgent(): Call | undefined {
    const [call] = [...ready].sort((one, other) => one.priority - other.priority);
    if (call !== undefined) leave(call);
    return call;
  }

  function leave(call: Call): void {
    waiting.delete(call);
    ready.delete(call);
  }

  return {
    waiting: () => waiting.size,
    rate: pace.rate,
    async run(task, { priority, signal }) {
      signal.throwIfAborted();
      const slot = linkSignals(signal);
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      const ended = orAborted(promise, signal);
      const call: Call = {
        priority: priorities[priority],
        run: () =>
          task(slot.signal).then((answer) => {
            heed(answer);
            resolve(answer);
          }, reject),
        reject: (error) => {
          slot.abort(error);
          reject(error);
        },
        ended: ended.catch(() => undefined),
      };
      waiting.add(call);
      void admit(call);
      return await ended.finally(() => {
        leave(call);
        slot.unlink();
      });
    },
  };
}
