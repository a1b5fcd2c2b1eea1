import { sharedDatabase } from '../support/database.ts';

const database = sharedDatabase();

test('what follows a commit runs after it, and not when the transaction is rolled back', async () => {
  const done: string[] = [];
  await database.transaction(async () => {
    database.afterCommit(() => void done.push('committed'));
    expect(done).toEqual([]);
  });
  expect(done).toEqual(['committed']);
  const rolledBack = database.transaction(async () => {
    database.afterCommit(() => void done.push('rolled back'));
    throw new Error('the connection broke');
  });
  await expect(rolledBack).rejects.toThrow('the connection broke');
  expect(done).toEqual(['committed']);
});

test('each transaction has what follows it, and outside of one there is nothing to follow', async () => {
  const done: string[] = [];
  await Promise.all(
    ['one', 'two'].map((name) => database.transaction(async () => database.afterCommit(() => void done.push(name)))),
  );
  expect(done.sort()).toEqual(['one', 'two']);
  expect(() => database.afterCommit(() => undefined)).toThrow(/Only inside a transaction/);
});
