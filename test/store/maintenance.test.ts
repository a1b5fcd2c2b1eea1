import { sql } from 'drizzle-orm';
import { sharedDatabase } from '../support/database.ts';

/** A server looks after itself. */
const server = process.env.TEST_DATABASE_URL;

const database = sharedDatabase();

async function one<T extends Record<string, unknown>>(query: ReturnType<typeof sql>): Promise<T | undefined> {
  return (await database.db.execute<T>(query)).rows[0];
}

test('clears dead rows, which nothing else does in an embedded database', async () => {
  await database.db.execute(sql`insert into settings select g::text, 'a' from generate_series(1, 500) g`);
  await database.db.execute(sql`update settings set value = 'b'`);
  await database.maintain();
  if (server !== undefined) return;
  const dead = sql`select n_dead_tup::int as dead from pg_stat_user_tables where relname = 'settings'`;
  expect(await one(dead)).toEqual({ dead: 0 });
});

test('keeps what a kill leaves to be replayed short', async () => {
  if (server !== undefined) return;
  // Uncompressed, so that a small statement makes a long log.
  await database.db.execute(sql`alter table settings alter value set storage external`);
  await database.db.execute(
    sql`insert into settings select 'long' || g, repeat('x', 20000) from generate_series(1, 4000) g`,
  );
  const log = sql`select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::int as bytes from pg_control_checkpoint()`;
  expect((await one<{ bytes: number }>(log))?.bytes).toBeGreaterThan(64e6);
  await database.maintain();
  expect((await one<{ bytes: number }>(log))?.bytes).toBeLessThan(1e6);
});
