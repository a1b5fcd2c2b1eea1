import { randomUUID } from 'node:crypto';
import { cpSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import type { Database } from '../../src/store/database.ts';
import { type DatabaseConfig, openDatabase } from '../../src/store/open-database.ts';
import { createPglite, pgliteDirectory, usePglite } from '../../src/store/pglite.ts';
import { asServer, databaseOn } from './postgres-server.ts';
import { preparedPgliteDirectory, preparedPgliteDump, preparedPostgresDatabase } from './prepared-database.ts';
import { fresh, shared } from './shared.ts';

/** Set: every suite runs on this PostgreSQL server, each database of its own. Unset: on PGlite. */
const server = process.env.TEST_DATABASE_URL;

/** For what only a server has; an embedded database has one process. */
export function onServer(name: string, block: () => void): void {
  (server === undefined ? describe.skip : describe)(name, block);
}

/** For what is of the embedded database, whose event loop is the app's; on a server the statements are the same. */
export function onPglite(name: string, block: () => void): void {
  (server === undefined ? describe : describe.skip)(name, block);
}

/** A fresh database with all tables, in tenths of a second; closing it drops it. */
export async function testDatabase(): Promise<Database> {
  if (server === undefined) {
    const loadDataDir = await preparedPgliteDump();
    return usePglite(await createPglite({ loadDataDir }));
  }
  const storage = await testStorage();
  const database = await openDatabase(storage.config);
  return {
    ...database,
    async close() {
      await database.close();
      await storage.remove();
    },
  };
}

/** A prepared database of its own for each test of a file. */
export function freshStorage(): TestStorage {
  return fresh(testStorage, (storage) => storage.remove());
}

/** One for all tests of a file. */
export function sharedDatabase(): Database {
  return shared(testDatabase, (database) => database.close());
}

/** Takes every row of ours out again, the audit log's and the jobs' too: quicker than another database. */
export async function emptyDatabase(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    // Else the audit log's triggers refuse.
    await tx.execute(sql`set local session_replication_role = replica`);
    const { rows } = await tx.execute<{ name: string }>(
      sql`select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`,
    );
    await tx.execute(sql.raw(`truncate ${rows.map(({ name }) => name).join(', ')} restart identity`));
    await tx.execute(sql`delete from pgboss.job`);
  });
}

export interface TestStorage {
  /** For `openDatabase`, or a whole service; may be opened again and again. */
  config: DatabaseConfig;
  remove(): Promise<void>;
}

/**
 * A prepared database that nobody has opened yet: a directory of its own and, on a server, a database of its own. `empty`: there
 * it has no tables yet.
 */
export async function testStorage({ empty = false } = {}): Promise<TestStorage> {
  const dataDir = await mkdtemp(join(tmpdir(), 'steward-'));
  const removeDirectory = () => rm(dataDir, { recursive: true, force: true });
  if (server === undefined) {
    cpSync(await preparedPgliteDirectory(), pgliteDirectory(dataDir), { recursive: true });
    return { config: { dataDir }, remove: removeDirectory };
  }
  const template = empty ? 'template0' : await preparedPostgresDatabase(server);
  const name = `steward_test_${randomUUID().replaceAll('-', '')}`;
  await asServer(server, (client) => client.query(`create database ${name} template ${template}`));
  return {
    config: { dataDir, databaseUrl: databaseOn(server, name) },
    async remove() {
      await asServer(server, (client) => client.query(`drop database if exists ${name} with (force)`));
      await removeDirectory();
    },
  };
}
