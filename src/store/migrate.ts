import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { eq, sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle as drizzlePostgres } from 'drizzle-orm/node-postgres';
import { migrate as migratePostgresTables } from 'drizzle-orm/node-postgres/migrator';
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite';
import { migrate as migratePgliteTables } from 'drizzle-orm/pglite/migrator';
import type { Pool } from 'pg';
import { StartupError } from '../errors.ts';
import type { Reader } from './database.ts';
import { locks } from './locks.ts';
import { liveReleases } from './processes.ts';
import { isBefore, releaseBefore, thisRelease } from './releases.ts';
import * as tables from './tables.ts';

const migrations = { migrationsFolder: join(import.meta.dirname, 'migrations') };

const journal = sql`drizzle.__drizzle_migrations`;

/**
 * What the tables are to this release; `older`: the next start changes them; `newer`: it is refused. Those of a newer release
 * that took nothing away yet are `current`: the database names the oldest release that may use it.
 */
export type TablesState = 'absent' | 'older' | 'current' | 'newer';

export async function tablesState(reader: Reader): Promise<TablesState> {
  const found = sql<boolean>`to_regclass('drizzle.__drizzle_migrations') is not null`;
  const [there] = await reader.select({ found }).from(sql`(select 1) as one`);
  if (!there?.found) return 'absent';
  const newest = sql<string | null>`max(created_at)::text`;
  const [applied] = await reader.select({ newest }).from(journal);
  if (!applied?.newest) return 'absent';
  const known = readMigrationFiles(migrations).at(-1)?.folderMillis ?? 0;
  if (Number(applied.newest) < known) return 'older';
  const oldest = await oldestRelease(reader);
  if (oldest === undefined) return Number(applied.newest) === known ? 'current' : 'newer';
  return isBefore(thisRelease, oldest) ? 'newer' : 'current';
}

async function oldestRelease(reader: Reader): Promise<string | undefined> {
  const { key, value } = tables.settings;
  const [row] = await reader.select({ value }).from(tables.settings).where(eq(key, 'oldest_release'));
  return row?.value;
}

/** Brings the tables of an embedded database up to date; its one process holds the directory's lock. */
export async function migratePglite(client: PGlite): Promise<void> {
  await refuseNewer(drizzlePglite(client, { schema: tables }));
  await migratePgliteTables(drizzlePglite(client), migrations);
}

/**
 * Brings the tables of a server's database up to date. Several processes may start at once: the first one migrates
 * while the others wait, since drizzle's own migrator fails all but one. `announce`: says which release this is, before another may
 * change the tables.
 */
export async function migratePostgres(pool: Pool, announce: () => Promise<void>): Promise<void> {
  // The lock belongs to a session: lock, migrate and unlock on one reserved connection.
  const client = await pool.connect();
  try {
    // Longer than for anything else: tables may be large, and another process may be at it.
    await client.query(`set statement_timeout = '1h'; set lock_timeout = '5min'`);
    await client.query('select pg_advisory_lock($1)', [locks.migration]);
    const reader = drizzlePostgres(client, { schema: tables });
    await refuseNewer(reader);
    await refuseBesideOlder(reader);
    await migratePostgresTables(drizzlePostgres(client), migrations);
    await announce();
  } finally {
    // Closes the connection, and with it the lock, whatever state a failure left it in.
    client.release(true);
  }
}

export const madeByNewer =
  'The database was made by a newer release of Domo Steward. Start that release, or restore a backup from before it.';

/** A release that is too old would miss what is not there any more, or write rows that the newer one misreads. */
async function refuseNewer(reader: Reader): Promise<void> {
  if ((await tablesState(reader)) !== 'newer') return;
  const oldest = await oldestRelease(reader);
  const which = oldest === undefined ? '' : ` It can be used by ${oldest} and later ones; this is ${thisRelease}.`;
  throw new StartupError([`${madeByNewer}${which}`]);
}

/** Tables are not taken away from those who still use them. */
async function refuseBesideOlder(reader: Reader): Promise<void> {
  if ((await tablesState(reader)) !== 'older') return;
  const older = (await liveReleases(reader)).find((release) => isBefore(release, releaseBefore));
  if (older === undefined) return;
  throw new StartupError([
    `A process of release ${older} still uses this database, and ${thisRelease} may take away what it needs. Stop it, or replace it with ${releaseBefore}. Then start this one again.`,
  ]);
}
