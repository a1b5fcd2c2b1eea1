import type { JsonObject } from './types.ts';

/** What goes wrong with a call of the app to Slack. */
export type CallFault =
  /** Asked to wait: 429, with `Retry-After` in seconds. */
  | { kind: 'ratelimited'; retryAfter: number }
  /** An HTTP error without a JSON body. */
  | { kind: 'status'; status: number }
  /** An answer with `ok: false`. */
  | { kind: 'error'; error: string }
  /** No answer, until the server closes. */
  | { kind: 'hang' }
  /** Nothing happens before this resolves; then it is an ordinary call. */
  | { kind: 'late'; until: Promise<void> }
  /** The connection is cut before anything happens. */
  | { kind: 'reset' }
  /** The call takes effect, and its answer is lost. */
  | { kind: 'lost answer' };

export type HowDropped = 'announced' | 'silent' | 'frozen';

/** Bad weather, on demand. */
export interface Faults {
  /** The next `times` (1) calls of a method, or of any with `*`, go wrong: of those whose arguments fit, if `fits` is given. */
  onCall(method: string, fault: CallFault, times?: number, fits?: (args: JsonObject) => boolean): void;
  /** Blocks that this Slack does not know yet: they answer `unsupported type`. */
  refuseBlocks(...types: string[]): void;
  /** Each of the next `times` (1) deliveries reaches the app twice, with the same payload. */
  deliverTwice(times?: number): void;
  /** Cuts every Socket Mode connection, with Slack's `disconnect` message or without a word; `frozen`: it stays, and nothing passes. */
  dropSockets(how?: HowDropped): void;
  /** Back to fair weather. */
  clear(): void;
  /** For the server: the fault of this call, used up. */
  takeCallFault(method: string, args: JsonObject): CallFault | null;
  takeDoubleDelivery(): boolean;
  refusedBlocks: ReadonlySet<string>;
}

export function createFaults(dropSockets: (how: HowDropped) => void): Faults {
  const calls: { method: string; fault: CallFault; left: number; fits: (args: JsonObject) => boolean }[] = [];
  const refused = new Set<string>();
  let doubles = 0;
  return {
    onCall: (method, fault, times = 1, fits = () => true) => {
      calls.push({ method, fault, left: times, fits });
    },
    refuseBlocks: (...types) => {
      for (const type of types) refused.add(type);
    },
    deliverTwice: (times = 1) => {
      doubles += times;
    },
    dropSockets: (how = 'announced') => dropSockets(how),
    clear: () => {
      calls.length = 0;
      refused.clear();
      doubles = 0;
    },
    takeCallFault: (method, args) => {
      const found = calls.find(
        (each) => each.left > 0 && (each.method === method || each.method === '*') && each.fits(args),
      );
      if (!found) return null;
      found.left -= 1;
      return found.fault;
    },
    takeDoubleDelivery: () => {
      if (doubles === 0) return false;
      doubles -= 1;
      return true;
    },
    refusedBlocks: refused,
  };
}
