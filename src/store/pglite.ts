import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { drizzle } from 'drizzle-orm/pglite';
import { fromPglite } from 'pg-boss';
import { anothersDirectory, lockDataDir } from './data-dir-lock.ts';
import type { Database } from './database.ts';
import { damagedDatabase, explainPglite } from './database-problem.ts';
import { type DatabaseStopped, stopAtPanic } from './database-stopped.ts';
import { freeSpace } from './free-space.ts';
import { maintainPglite } from './maintenance.ts';
import { migratePglite } from './migrate.ts';
import * as tables from './tables.ts';
import { serveTools } from './tool-socket.ts';
import { createTransactionScope } from './transaction-scope.ts';
import { withTurns } from './turns.ts';

/**
 * PostgreSQL's usual 128 MB of buffers would be cleared at each start, which takes half a second here, and kept for ever;
 * what these do not hold is read from the system's own cache of files.
 */
const startParams = [...PGlite.defaultStartParams, '-c', 'shared_buffers=32MB'];

/** Opens or makes a PGlite as the app needs it, with trigram search. Without `dataDir` it is in memory. */
export function createPglite(options: Pick<PGliteOptions, 'dataDir' | 'loadDataDir'>): Promise<PGlite> {
  return PGlite.create({ ...options, extensions: { pg_trgm }, startParams });
}

/** Where the embedded database is, beside the lock and the tools' socket. */
export function pgliteDirectory(dataDir: string): string {
  return join(dataDir, 'database');
}

/** Opens what is there. Throws `StartupError` when PostgreSQL cannot start on it, of which PGlite says nothing but that. */
async function openExisting(dataDir: string): Promise<PGlite> {
  const directory = pgliteDirectory(dataDir);
  // Without it PGlite would make a new one over what is left.
  if (!existsSync(join(directory, 'PG_VERSION'))) throw damagedDatabase(dataDir, 'its file PG_VERSION is gone');
  try {
    return await createPglite({ dataDir: directory });
  } catch (error) {
    throw damagedDatabase(dataDir, 'it cannot be opened', error);
  }
}

/** Makes a database elsewhere and moves it to its place: whenever the first start is killed, it is there whole or not at all. */
async function makeNew(directory: string): Promise<void> {
  const unfinished = `${directory}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  await (await createPglite({ dataDir: unfinished })).close();
  rmSync(directory, { recursive: true, force: true });
  renameSync(unfinished, directory);
}

/** Whether there is an embedded database in `dataDir`, or what is left of one. Throws `StartupError` when this user may not see that. */
export function hasPglite(dataDir: string): boolean {
  try {
    const directory = pgliteDirectory(dataDir);
    const found = statSync(directory, { throwIfNoEntry: false });
    return found !== undefined && !(found.isDirectory() && readdirSync(directory).length === 0);
  } catch (error) {
    throw anothersDirectory(dataDir, error);
  }
}

/**
 * Opens the embedded database of `dataDir` under its lock, migrates it, and answers the command-line tools. `onStop` is told
 * when it stops for good.
 */
export async function openPglite(
  dataDir: string,
  onStop: (error: DatabaseStopped) => void = () => {},
): Promise<Database> {
  const lock = lockDataDir(dataDir);
  let client: PGlite | undefined;
  try {
    const isNew = !hasPglite(dataDir);
    if (isNew) await makeNew(pgliteDirectory(dataDir));
    client = await openExisting(dataDir);
    stopAtPanic(client, dataDir, onStop);
    const database = await usePglite(client);
    // Of a process that is dead: the directory is this one's.
    await database.db.delete(tables.leases);
    const tools = await serveTools(client, dataDir);
    return {
      ...database,
      isNew,
      freeSpace: () => freeSpace(dataDir),
      async close() {
        await tools.close();
        await database.close();
        lock.release();
      },
    };
  } catch (error) {
    await client?.close();
    lock.release();
    throw explainPglite(error, dataDir);
  }
}

/** Opens the embedded database of `dataDir` under its lock for the command line: the tables as they are, read only. */
export async function readPglite(dataDir: string): Promise<Pick<Database, 'db' | 'close'>> {
  const lock = lockDataDir(dataDir);
  let client: PGlite | undefined;
  try {
    const opened = await openExisting(dataDir);
    client = opened;
    await opened.exec('set default_transaction_read_only = on');
    return {
      db: drizzle(opened, { schema: tables }),
      async close() {
        await opened.close();
        lock.release();
      },
    };
  } catch (error) {
    await client?.close();
    lock.release();
    throw error;
  }
}

/** Migrates and wraps an open PGlite; closing the database closes it. */
export async function usePglite(client: PGlite): Promise<Database> {
  // Filling each new file of the write-ahead log with zeros first would hold the event loop for 50 ms.
  await client.exec('set wal_init_zero = off');
  // ANALYZE reads 300 rows for each step of this: with the usual 100 it would hold it for 140 ms.
  await client.exec('set default_statistics_target = 20');
  await migratePglite(client);
  const scope = createTransactionScope();
  const shared = withTurns(client);
  const db = drizzle(scope.guard(shared, ['query', 'exec', 'transaction']), { schema: tables });
  return {
    db,
    transaction: (work) => scope.transaction((inside) => db.transaction((tx) => inside(() => work(tx)))),
    beforeCommit: scope.beforeCommit,
    afterCommit: scope.afterCommit,
    // The directory's lock has kept every other process out.
    join: (alone) => alone(),
    // The directory has one process.
    processes: async () => 1,
    allKnowByHand: async () => true,
    // Both look after what a server has and PGlite has not: autovacuum, and connections beside ours to rebuild indexes.
    queueBackend: { db: fromPglite(shared), backend: 'pglite', monitorVacuum: false, reindex: false },
    maintain: () => maintainPglite(shared),
    isNew: true,
    freeSpace: async () => undefined,
    close: () => client.close(),
  };
}
