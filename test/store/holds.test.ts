import { holds } from '../../src/store/tables.ts';
import { sharedDatabase } from '../support/database.ts';
import { insertRequest, newRow } from './new-row.ts';

const database = sharedDatabase();

async function newRequest(): Promise<string> {
  const row = await database.transaction((tx) => insertRequest(tx, newRow()));
  return row?.id ?? '';
}

test('the database lets one request hold a dataset, and no other until it is let go', async () => {
  const [first, second] = [await newRequest(), await newRequest()];
  await database.db.insert(holds).values({ datasetId: 'd1', requestId: first });
  const taken = database.db.insert(holds).values({ datasetId: 'd1', requestId: second });
  await expect(taken).rejects.toHaveProperty('cause.code', '23505');
  await database.db.delete(holds);
  await database.db.insert(holds).values({ datasetId: 'd1', requestId: second });
});

test('of two that take it at once, one has it', async () => {
  await database.db.delete(holds);
  const ids = [await newRequest(), await newRequest()];
  const take = (requestId: string) =>
    database.transaction((tx) =>
      tx.insert(holds).values({ datasetId: 'd2', requestId }).onConflictDoNothing().returning(),
    );
  const taken = await Promise.all(ids.map(take));
  expect(taken.flat()).toHaveLength(1);
});
