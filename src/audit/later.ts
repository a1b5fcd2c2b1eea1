import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AuditEntry } from './append.ts';

/** Takes an entry that nobody waits for. */
export type LogLater = (entry: AuditEntry) => void;

/**
 * Entries that come while earlier ones are being stored follow together, by one call of `store`: whoever clicks at the same
 * instant as a crowd does not wait for a transaction of each of the others. `behind` runs work and resolves when it has ended.
 */
export function createLogLater(
  store: (entries: AuditEntry[]) => Promise<void>,
  behind: (work: () => Promise<void>) => Promise<void>,
): LogLater {
  let waiting: AuditEntry[] = [];
  let last: Promise<unknown> = Promise.resolve();

  return (entry) => {
    waiting.push(entry);
    if (waiting.length > 1) return;
    const earlier = last;
    last = behind(async () => {
      await earlier;
      await nextTurn();
      const entries = waiting;
      waiting = [];
      await store(entries);
    });
  };
}
