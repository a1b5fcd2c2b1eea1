import { sql } from 'drizzle-orm';
import type { Transaction } from '../../src/store/database.ts';
import { itemsOfRun } from '../../src/store/item-moves.ts';
import { insertItems } from '../../src/store/items.ts';
import { sharedDatabase } from '../support/database.ts';
import { insertRequest, newRow } from './new-row.ts';

const database = sharedDatabase();

/** Of items, by this connection so far: rows of the table, and entries of its indexes. */
async function rowsRead(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute<{ n: string }>(sql`
    select sum(pg_stat_get_xact_tuples_returned(oid)) as n from pg_class
    where oid = 'items'::regclass or oid in (select indexrelid from pg_index where indrelid = 'items'::regclass)`);
  return Number(rows[0]?.n);
}

test('what is left of a long plan is found without looking at what is done', async () => {
  const change = { kind: 'owner' as const, before: { id: 1, name: 'Ada' }, after: { id: 2, name: 'Emmy' } };
  const plan = Array.from({ length: 2_000 }, (_, nth) => ({
    datasetId: `dataset ${nth}`,
    datasetName: `Dataset ${nth}`,
    pdp: false,
    door: 'public' as const,
    change,
  }));
  const requestId = await database.transaction(async (tx) => {
    const { id } = (await insertRequest(tx, newRow())) ?? { id: '' };
    await insertItems(tx, { requestId: id, run: null, position: 0 }, plan, new Set());
    await tx.execute(sql`update items set state = 'verified' where request_id = ${id} and position < 1997`);
    return id;
  });
  await database.db.execute(sql`vacuum analyze items`);
  const read = await database.transaction(async (tx) => {
    const before = await rowsRead(tx);
    expect(await itemsOfRun(tx, requestId, 50)).toHaveLength(3);
    return (await rowsRead(tx)) - before;
  });
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThan(50);
});
