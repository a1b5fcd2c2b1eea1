import type { Database } from '../../src/store/database.ts';
import { countTransitions } from '../../src/workflow/count-transitions.ts';
import { testDatabase } from '../support/database.ts';

let database: Database;

beforeAll(async () => {
  database = await testDatabase();
});

afterAll(() => database.close());

test('a transition counts when its transaction has committed, and not when that is rolled back', async () => {
  const counted: string[] = [];
  const counting = countTransitions(database, (kind, state) => void counted.push(`${kind} ${state}`));
  await counting.database.transaction(async (tx) => {
    counting.onTransition(tx, 'owner', 'pending');
    expect(counted).toEqual([]);
  });
  expect(counted).toEqual(['owner pending']);
  const rolledBack = counting.database.transaction(async (tx) => {
    counting.onTransition(tx, 'schema', 'approved');
    throw new Error('the connection broke');
  });
  await expect(rolledBack).rejects.toThrow('the connection broke');
  expect(counted).toEqual(['owner pending']);
});
