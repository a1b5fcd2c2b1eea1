import { appendAudit, auditPages } from '../../src/audit/append.ts';
import { createLogLater } from '../../src/audit/later.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { createLogger } from '../../src/logger.ts';
import { createTracker } from '../../src/slack/tracker.ts';
import { emptyDatabase, sharedDatabase } from '../support/database.ts';
import { now } from './append-to-log.ts';

const database = sharedDatabase();
beforeEach(() => emptyDatabase(database));

const entry = (number: number) => ({ event: 'refused', number, detail: {} });

test('what a crowd leads to at the same instant is in the log once each, in its order, by few transactions', async () => {
  const behind = createTracker(createLogger({ level: 'silent' }));
  let transactions = 0;
  const later = createLogLater(async (entries) => {
    transactions += 1;
    await database.transaction((tx) => appendAudit(tx, entries, { now }));
  }, behind.run);
  for (let number = 1; number <= 50; number += 1) {
    later(entry(number));
    // Some come while others are being stored.
    if (number % 10 === 0) await database.db.execute('select 1');
  }
  await behind.idle();
  expect(await numbers()).toEqual(Array.from({ length: 50 }, (_, at) => at + 1));
  expect(await verifyAudit(database.db)).toMatchObject({ ok: true, entries: 50 });
  expect(transactions).toBeLessThanOrEqual(6);
});

test('what could not be stored keeps nothing after it from being stored', async () => {
  const behind = createTracker(createLogger({ level: 'silent' }));
  let tries = 0;
  const later = createLogLater(async (entries) => {
    tries += 1;
    if (tries === 1) throw new Error('The database is away');
    await database.transaction((tx) => appendAudit(tx, entries, { now }));
  }, behind.run);
  later(entry(1));
  await behind.idle();
  later(entry(2));
  await behind.idle();
  expect(await numbers()).toEqual([2]);
});

async function numbers(): Promise<(number | null)[]> {
  const all: (number | null)[] = [];
  for await (const page of auditPages(database.db)) all.push(...page.map(({ number }) => number));
  return all;
}
