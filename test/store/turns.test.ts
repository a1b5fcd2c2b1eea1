import { sql } from 'drizzle-orm';
import type { Database } from '../../src/store/database.ts';
import { sharedDatabase } from '../support/database.ts';

const database = sharedDatabase();

/** How often the event loop turned while this went on. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let over = false;
  const turn = () => {
    turns += 1;
    if (!over) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  over = true;
  return turns;
}

/** Some tenths of a millisecond for the database. */
const query = (n: number) => sql`select ${n}::int as n, count(*)::int from generate_series(1, 1000)`;
const numbers = Array.from({ length: 300 }, (_, n) => n);

test('a crowd of queries lets the event loop turn, and is answered in its order', async () => {
  const answered: number[] = [];
  const turns = await turnsDuring(() =>
    Promise.all(
      numbers.map(async (n) => {
        const { rows } = await database.db.execute<{ n: number }>(query(n));
        answered.push(rows[0]?.n ?? -1);
      }),
    ),
  );
  expect(turns).toBeGreaterThan(5);
  // A server has several connections.
  if (process.env.TEST_DATABASE_URL === undefined) expect(answered).toEqual(numbers);
});

test('a loop of queries lets it turn, in a transaction too', async () => {
  const loop = async (db: Pick<Database['db'], 'execute'>) => {
    for (const n of numbers) await db.execute(query(n));
  };
  expect(await turnsDuring(() => loop(database.db))).toBeGreaterThan(5);
  expect(await turnsDuring(() => database.transaction(loop))).toBeGreaterThan(5);
});

test('a query that fails holds up nobody', async () => {
  const failing = expect(database.db.execute(sql`select 1 / 0`)).rejects.toThrow();
  const { rows } = await database.db.execute<{ n: number }>(query(7));
  expect(rows[0]?.n).toBe(7);
  await failing;
});
