import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Database } from './database.ts';
import { explainPostgres } from './database-problem.ts';
import { migratePostgres } from './migrate.ts';
import { allKnowByHand, countProcesses, createProcesses } from './processes.ts';
import * as tables from './tables.ts';
import { createTransactionScope } from './transaction-scope.ts';

export interface PostgresConfig {
  url: string;
  onError: (error: Error) => void;
}

/** Connections of ours beside the one in `processes.ts`, the 4 of pg-boss's own pool and its listener. */
const connections = 8;

/**
 * In ms; DATABASE_URL may set others. Of a process that is frozen inside a transaction the server takes the locks back before
 * those who wait for them, or for a connection, give up; no statement of ours takes seconds, and no transaction waits for anything but the database.
 */
const limits = {
  idle_in_transaction_session_timeout: 8_000,
  lock_timeout: 15_000,
  statement_timeout: 30_000,
};

/** The URL with a limit for whatever a connection could otherwise wait for without end. */
export function limited(url: string): string {
  const limitedUrl = new URL(url);
  for (const [name, ms] of Object.entries(limits)) {
    if (!limitedUrl.searchParams.has(name)) limitedUrl.searchParams.set(name, String(ms));
  }
  return limitedUrl.href;
}

/** Opens a database on a PostgreSQL server and migrates it. Throws `StartupError` when the server cannot be reached within 10 s, or refuses. */
export async function openPostgres({ url, onError }: PostgresConfig): Promise<Database> {
  const pool = connect(url, onError);
  const processes = createProcesses(limited(url));
  try {
    await migratePostgres(pool, processes.announce);
  } catch (error) {
    await processes.leave();
    await pool.end();
    throw explainPostgres(error, 'run');
  }
  const used = usePool(pool);
  return {
    ...used,
    join: processes.join,
    processes: () => countProcesses(used.db),
    allKnowByHand: () => allKnowByHand(used.db),
    queueBackend: { connectionString: limited(url), max: 4, application_name: 'domo-steward-jobs' },
    // The server's autovacuum and checkpoints do it.
    maintain: async () => {},
    isNew: false,
    freeSpace: async () => undefined,
    async close() {
      await processes.leave();
      await pool.end();
    },
  };
}

/** A connection for the command line: the tables as they are, read only, one connection. */
export function connectPostgres(url: string): Pick<Database, 'db' | 'close'> {
  // A lost connection fails the query that comes next: nothing else needs to know.
  const pool = connect(url, () => {}, { max: 1, options: '-c default_transaction_read_only=on' });
  return { db: usePool(pool).db, close: () => pool.end() };
}

/** What the role of `url` may not do, of what a start does; `toMake`: tables are still to be made. */
export async function missingRights(url: string, toMake: boolean): Promise<string[]> {
  const { db, close } = connectPostgres(url);
  try {
    // Asked for before PostgreSQL looks whether the schema is there already, as pg-boss's and the migrations' are.
    const schemas = sql<boolean>`has_database_privilege(current_database(), 'CREATE')`;
    const tables = sql<boolean>`coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)`;
    const [may] = await db.select({ schemas, tables }).from(sql`(select 1) as one`);
    return [...(may?.schemas ? [] : ['make schemas']), ...(may?.tables || !toMake ? [] : ['make tables'])];
  } finally {
    await close();
  }
}

function connect(url: string, onError: (error: Error) => void, more: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: limited(url),
    max: connections,
    connectionTimeoutMillis: 10_000,
    application_name: 'domo-steward',
    ...more,
  });
  // Without a listener a connection that the server closes while idle would end the process.
  pool.on('error', onError);
  // The pool takes its listener away while a connection is in use: one that is lost then fails its query, and no more.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

function usePool(pool: pg.Pool): Pick<Database, 'db' | 'transaction' | 'beforeCommit' | 'afterCommit'> {
  const scope = createTransactionScope();
  const db = drizzle(scope.guard(pool, ['query', 'connect']), { schema: tables });
  return {
    db,
    transaction: (work) => scope.transaction((inside) => db.transaction((tx) => inside(() => work(tx)))),
    beforeCommit: scope.beforeCommit,
    afterCommit: scope.afterCommit,
  };
}
