import type { PGlite } from '@electric-sql/pglite';
import { StartupError } from '../errors.ts';

/** The embedded database has stopped for good: nothing but another start brings it back. */
export class DatabaseStopped extends StartupError {}

/** PostgreSQL's SQLSTATE for a full disk, and of a system call that failed, https://www.postgresql.org/docs/current/errcodes-appendix.html */
const diskFailed = ['53100', '58030'];

/**
 * Lets nothing reach a PGlite whose PostgreSQL has panicked, as it does when its log cannot be written: the next statement
 * would hold the event loop for ever. From then on each one throws `DatabaseStopped`; `onStop` is told once.
 */
export function stopAtPanic(client: PGlite, place: string, onStop: (error: DatabaseStopped) => void): void {
  let stopped: DatabaseStopped | undefined;

  function stop(thrown: unknown): void {
    if (stopped !== undefined || !isPanic(thrown)) return;
    const { message } = thrown;
    const advice = diskFailed.includes(thrown.code ?? '')
      ? 'Make room on its disk, then start again: what was stored is there.'
      : 'Start again: what was stored is there.';
    stopped = new DatabaseStopped([`The database in ${place} stopped: ${message}. ${advice}`], thrown);
    onStop(stopped);
  }

  const { execProtocolRawSync } = client;
  client.execProtocolRawSync = (...args) => {
    if (stopped !== undefined) throw stopped;
    return execProtocolRawSync.apply(client, args);
  };
  // These two know what it answered; the rollback of a transaction comes through them before anyone else sees the error.
  for (const method of ['execProtocol', 'execProtocolStream'] as const) {
    const answer = client[method].bind(client) as (...args: unknown[]) => Promise<unknown>;
    Object.assign(client, {
      async [method](...args: unknown[]) {
        try {
          return await answer(...args);
        } catch (error) {
          stop(error);
          throw stopped ?? error;
        }
      },
    });
  }
}

/** As PostgreSQL tells it, in English whatever its messages are in. */
function isPanic(thrown: unknown): thrown is Error & { code?: string } {
  return (
    thrown instanceof Error && 'severity' in thrown && (thrown.severity === 'PANIC' || thrown.severity === 'FATAL')
  );
}
