import type { SQL } from 'drizzle-orm';
import type { Handle } from '../store/database.ts';
import { type AuditHead, logHead, logLock, noEntries } from './append.ts';

/** The log's turn, for whoever locks and reads something else by the same two statements: each would cost a click its time. */
export interface LogTurn {
  /** Selecting it waits until no other transaction has the turn. Lock a request's row before it, never after. */
  lock: SQL;
  /** The log's last entry, as one value of a later statement. */
  head(tx: Handle): SQL<AuditHead | null>;
  /** What that statement found: what is appended in this transaction goes on from there. */
  begin(tx: Handle, found: AuditHead | null): void;
}

/** `heads`: those of `AuditSettings`. */
export function createLogTurn(heads: WeakMap<Handle, AuditHead>): LogTurn {
  return {
    lock: logLock,
    head: logHead,
    begin: (tx, found) => void heads.set(tx, found ?? noEntries),
  };
}
