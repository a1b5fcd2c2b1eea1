import { count, inArray, sql } from 'drizzle-orm';
import { holds, settings } from '../../src/store/tables.ts';
import { sharedDatabase } from '../support/database.ts';

const database = sharedDatabase();

test('commits what a transaction wrote, and nothing of one that throws', async () => {
  await database.transaction((tx) => tx.insert(settings).values({ key: 'a', value: '1' }));
  const thrown = database.transaction(async (tx) => {
    await tx.insert(settings).values({ key: 'b', value: '2' });
    throw new Error('no');
  });
  await expect(thrown).rejects.toThrow('no');
  const ours = inArray(settings.key, ['a', 'b']);
  expect(await database.db.select().from(settings).where(ours)).toEqual([{ key: 'a', value: '1' }]);
});

test('refuses another handle inside a transaction, instead of waiting for ever', async () => {
  await database.transaction(async (tx) => {
    await expect(database.db.select().from(holds)).rejects.toHaveProperty(
      'cause.message',
      'Inside a transaction only its own handle may be used.',
    );
    await expect(database.transaction(async () => {})).rejects.toThrow('only its own handle');
    expect(await tx.select().from(holds)).toEqual([]);
  });
  expect(await database.db.select().from(holds)).toEqual([]);
});

test('counts are numbers with either driver', async () => {
  expect(await database.db.select({ n: count() }).from(holds)).toEqual([{ n: 0 }]);
  expect(await database.db.$count(holds)).toBe(0);
});

test('finds by part of a name', async () => {
  const { rows } = await database.db.execute<{ found: boolean }>(
    sql`select similarity('sales', 'sale') > 0.5 as found`,
  );
  expect(rows).toEqual([{ found: true }]);
});

const onServer = process.env.TEST_DATABASE_URL === undefined ? test.skip : test;

onServer('a connection that the server closes inside a transaction fails that, and nothing else', async () => {
  const cut = database.transaction(async (tx) => {
    const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    await tx.execute(sql`select pg_terminate_backend(${rows[0]?.pid})`);
  });
  await expect(cut).rejects.toThrow();
  expect(await database.db.$count(holds)).toBe(0);
});
