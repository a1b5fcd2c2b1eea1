import { type AuditRow, isAuthentic } from './chain.ts';
import { keyChanged } from './key.ts';

export interface KeySettings {
  /** `AUDIT_KEY`. */
  key?: string | undefined;
  /** `AUDIT_KEY_PREVIOUS`. */
  keysBefore?: readonly string[] | undefined;
  /** With a key, the first entry that was written with one; default 1. Whoever looks must know it: the log may be forged. */
  keyedFrom?: number | undefined;
}

export interface AuditBroken {
  ok: false;
  /** The first entry that does not follow from those before it. Undefined: all do, and the tables say otherwise than they. */
  seq: number | undefined;
  why: string;
}

/** Told of each entry in turn, and in the end of none: what is wrong with it, after the one before. */
export type ChainCheck = (row: AuditRow | undefined, before: Pick<AuditRow, 'seq' | 'hash'>) => AuditBroken | undefined;

/**
 * A key is in force until an entry under another one says that it was changed, and never again: whoever has an old key could
 * go on with it.
 */
export function createChainCheck({ key, keysBefore = [], keyedFrom = 1 }: KeySettings): ChainCheck {
  const unused = new Set(key === undefined ? [] : [...keysBefore, key]);
  let inForce: string | undefined;

  /** Whether it is keyed as it must be; takes note of a key that comes into force by it. */
  function isKeyed(row: AuditRow): boolean {
    if (inForce !== undefined && isAuthentic(row, inForce)) return true;
    if (inForce !== undefined && row.event !== keyChanged) return false;
    const next = [...unused].find((each) => isAuthentic(row, each));
    if (next === undefined) return false;
    inForce = next;
    unused.delete(next);
    return true;
  }

  return (row, before) => {
    const seq = before.seq + 1;
    const broken = (why: string): AuditBroken => ({ ok: false, seq, why });
    if (row === undefined) {
      if (key === undefined) return undefined;
      if (seq < keyedFrom) return broken(`The log ends before entry ${keyedFrom}, the first with a key.`);
      const isOlder = inForce !== undefined && inForce !== key;
      return isOlder ? broken('The log ends before AUDIT_KEY came into force: start the app once with it.') : undefined;
    }
    if (row.seq !== seq) return broken(`There is no entry ${seq}.`);
    if (row.prevHash !== before.hash) return broken('It does not continue the entry before it.');
    if (isKeyed(row)) return undefined;
    const isPlain = isAuthentic(row);
    if (isPlain && key !== undefined && seq >= keyedFrom) return broken('It was written without AUDIT_KEY.');
    if (isPlain) return undefined;
    const other = key === undefined ? 'an AUDIT_KEY that is not set here' : 'another AUDIT_KEY';
    return broken(`Its content does not match its hash: it was changed, or it was written with ${other}.`);
  };
}
