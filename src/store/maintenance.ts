import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PGlite } from '@electric-sql/pglite';

/** As autovacuum decides it, with its own defaults. https://www.postgresql.org/docs/current/routine-vacuuming.html */
const tablesInNeed = `
  select format('%I.%I', schemaname, relname) as name, n_dead_tup > 50 + 0.2 * n_live_tup as vacuum
  from pg_stat_user_tables
  where n_dead_tup > 50 + 0.2 * n_live_tup or n_mod_since_analyze > 50 + 0.1 * n_live_tup
  order by 1`;

/** Opening after a kill replays the log since the last checkpoint: about 1 s for each 100 MB. */
const longestLog = 64 * 1024 * 1024;

const logSinceCheckpoint = `
  select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::float8 as bytes from pg_control_checkpoint()`;

/**
 * What a server's background processes do and PGlite has none of. Cheap when there is nothing to do, so call it often.
 * A statement a table, with a turn of the event loop between, since each one holds it.
 */
export async function maintainPglite(client: PGlite): Promise<void> {
  const { rows: tables } = await client.query<{ name: string; vacuum: boolean }>(tablesInNeed);
  for (const { name, vacuum } of tables) {
    await client.exec(vacuum ? `VACUUM (ANALYZE) ${name}` : `ANALYZE ${name}`);
    await nextTurn();
  }
  const { rows } = await client.query<{ bytes: number }>(logSinceCheckpoint);
  if ((rows[0]?.bytes ?? 0) > longestLog) await client.exec('CHECKPOINT');
}
