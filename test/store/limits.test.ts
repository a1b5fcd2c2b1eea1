import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { appendAudit } from '../../src/audit/append.ts';
import type { Database, Handle } from '../../src/store/database.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { limited } from '../../src/store/postgres.ts';
import { onServer, type TestStorage, testStorage } from '../support/database.ts';

test('a connection is limited in all that it could wait for, unless DATABASE_URL sets it', () => {
  expect(limited('postgres://u:p@db/steward?sslmode=require&lock_timeout=7')).toBe(
    'postgres://u:p@db/steward?sslmode=require&lock_timeout=7' +
      '&idle_in_transaction_session_timeout=8000&statement_timeout=30000',
  );
});

onServer('on a server', () => {
  let storage: TestStorage;
  let database: Database;
  const now = new Date('2026-03-01T12:00:00Z');
  const shorter = (more: string) => ({
    ...storage.config,
    databaseUrl: `${storage.config.databaseUrl}?${more}`,
  });
  beforeAll(async () => {
    storage = await testStorage();
    database = await openDatabase(storage.config);
  });
  afterAll(async () => {
    await database.close();
    await storage.remove();
  });

  test('the limits are those of every connection, also of one that has migrated', async () => {
    const shown = async (name: string) => (await database.db.execute(sql.raw(`show ${name}`))).rows[0];
    expect(await shown('statement_timeout')).toEqual({ statement_timeout: '30s' });
    expect(await shown('lock_timeout')).toEqual({ lock_timeout: '15s' });
    expect(await shown('idle_in_transaction_session_timeout')).toEqual({ idle_in_transaction_session_timeout: '8s' });
  });

  test('a statement that does not end is ended', async () => {
    const hurried = await openDatabase(shorter('statement_timeout=200'));
    await expect(hurried.db.execute(sql`select pg_sleep(60)`)).rejects.toHaveProperty('cause.code', '57014');
    await hurried.close();
  });

  test('a lock that is not let go is waited for no longer than its limit', async () => {
    const hurried = await openDatabase(shorter('lock_timeout=200'));
    await database.transaction(async (tx) => {
      const append = (db: Handle) => appendAudit(db, { event: 'test', detail: {} }, { now });
      await append(tx);
      await expect(hurried.transaction(append)).rejects.toHaveProperty('cause.code', '55P03');
    });
    await hurried.close();
  });

  test('a process that is frozen in a transaction with the lock of the audit log holds up the others for seconds', async () => {
    const script = join(import.meta.dirname, '../support/steward-process.ts');
    const { databaseUrl } = shorter('idle_in_transaction_session_timeout=1000');
    const frozen = spawn(process.execPath, [script, storage.config.dataDir, databaseUrl], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    await once(frozen.stdout, 'data');
    const isHeld = sql<number>`(select count(*)::int from pg_locks where locktype = 'advisory' and objid = 7201002)`;
    const held = async () => (await database.db.select({ n: isHeld }).from(sql`(select 1) as one`))[0]?.n;
    while ((await held()) === 0);
    // More than there are connections in the pool.
    const entries = Array.from({ length: 12 }, () =>
      database.transaction((tx) => appendAudit(tx, { event: 'test', detail: {} }, { now })),
    );
    await Promise.all(entries);
    // Its transaction is gone when it wakes: it fails, and repeats nothing.
    const ended = once(frozen, 'exit');
    frozen.kill('SIGCONT');
    expect(await ended).toEqual([1, null]);
    const [kept] = (await database.db.execute(sql`select count(*)::int as n from audit where event = 'tick'`)).rows;
    expect(kept).toEqual({ n: 0 });
  }, 20_000);
});
