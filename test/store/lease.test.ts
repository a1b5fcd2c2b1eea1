import { randomUUID } from 'node:crypto';
import type { Transaction } from '../../src/store/database.ts';
import { takeLease } from '../../src/store/lease.ts';
import { leases } from '../../src/store/tables.ts';
import { sharedDatabase } from '../support/database.ts';

const database = sharedDatabase();

test('whoever lost it to another writes nothing more, also before the next renewal would tell', async () => {
  const lease = await takeLease(database, 'test');
  await database.db.update(leases).set({ holder: randomUUID() });
  const work = (tx: Transaction) => tx.delete(leases);
  await expect(lease?.holding(work)).rejects.toThrow('Another process goes on with this.');
  expect(lease?.lost.aborted).toBe(true);
  expect(await database.db.select().from(leases)).toHaveLength(1);
});
