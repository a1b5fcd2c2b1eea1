import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { createJobs, type Jobs } from '../../src/jobs/pg-boss.ts';
import { queues } from '../../src/jobs/queues.ts';
import { emptyDatabase, sharedDatabase } from '../support/database.ts';

const silent = pino({ level: 'silent' });

let jobs: Jobs;
const database = sharedDatabase();
beforeEach(async () => {
  await emptyDatabase(database);
  jobs = createJobs(database, { logger: silent, superviseSeconds: 1, pollingSeconds: 0.5 });
  await jobs.start();
});
afterEach(() => jobs.stop(1_000));

/** Resolves with what the handler was given, one call after the other. */
function calls<T>() {
  const seen: T[] = [];
  const waiting: (() => void)[] = [];
  return {
    add(value: T) {
      seen.push(value);
      for (const wake of waiting.splice(0)) wake();
    },
    async first(n: number): Promise<T[]> {
      while (seen.length < n) await new Promise<void>((resolve) => waiting.push(resolve));
      return seen.slice(0, n);
    },
  };
}

async function statesOf(name: string): Promise<string[]> {
  const { rows } = await database.db.execute<{ state: string }>(
    sql`select state::text from pgboss.job where name = ${name} order by created_on`,
  );
  return rows.map(({ state }) => state);
}

test('a job enqueued in a transaction runs after its commit, soon', async () => {
  const requestId = randomUUID();
  const seen = calls<unknown>();
  await jobs.work('prepare', async (payload) => seen.add(payload));
  await database.transaction(async (tx) => {
    await jobs.enqueue(tx, 'prepare', { requestId });
    await tx.execute(sql`select 1`);
  });
  const started = Date.now();
  expect(await seen.first(1)).toEqual([{ requestId }]);
  expect(Date.now() - started).toBeLessThan(1_500);
});

test('what one transaction enqueues is stored by its last statement, each job as its queue counts it', async () => {
  const requestId = randomUUID();
  const startAfter = new Date(Date.now() + 60_000);
  await jobs.enqueue(database.db, 'paint', { requestId });
  await database.transaction(async (tx) => {
    await jobs.enqueue(tx, 'apply', { requestId }, { priority: 1 });
    await jobs.enqueue(tx, 'paint', { requestId });
    await jobs.enqueue(tx, 'tell', { requestId, about: 'fell short', slackId: "U'1\\'" });
    await jobs.enqueue(tx, 'recheck', { requestId }, { startAfter });
    const { rows } = await tx.execute(sql`select 1 from pgboss.job where name <> 'paint'`);
    expect(rows).toEqual([]);
  });
  const { rows } = await database.db.execute(
    sql`select name, priority, data, start_after > now() + interval '50 s' as later from pgboss.job order by name`,
  );
  expect(rows).toEqual([
    { name: 'apply', priority: 1, data: { requestId }, later: false },
    { name: 'paint', priority: 0, data: { requestId }, later: false },
    { name: 'recheck', priority: 0, data: { requestId }, later: true },
    { name: 'tell', priority: 0, data: { requestId, about: 'fell short', slackId: "U'1\\'" }, later: false },
  ]);
});

test('a transaction that is rolled back leaves no job', async () => {
  const failing = database.transaction(async (tx) => {
    await jobs.enqueue(tx, 'apply', { requestId: randomUUID() });
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await statesOf('apply')).toEqual([]);
});

test('a request is applied once at a time, and other requests beside it', async () => {
  const requestId = randomUUID();
  expect(await jobs.enqueue(database.db, 'apply', { requestId })).toBe(true);
  expect(await jobs.enqueue(database.db, 'apply', { requestId })).toBe(false);
  expect(await jobs.enqueue(database.db, 'apply', { requestId: randomUUID() })).toBe(true);

  const { promise: hold, resolve: release } = Promise.withResolvers<void>();
  const seen = calls<string>();
  await jobs.work('apply', async (payload) => {
    seen.add(payload.requestId);
    await hold;
  });
  await seen.first(2);
  expect(await jobs.enqueue(database.db, 'apply', { requestId })).toBe(false);
  release();
});

test('short runs are taken while long ones hold the other workers', async () => {
  const { promise: hold, resolve: release } = Promise.withResolvers<void>();
  const seen = calls<string>();
  await jobs.work('apply', async ({ requestId }) => {
    seen.add(requestId);
    await hold;
  });
  const long = Array.from({ length: queues.apply.workers + 1 }, () => randomUUID());
  for (const requestId of long) await jobs.enqueue(database.db, 'apply', { requestId });
  await seen.first(queues.apply.workers - queues.apply.kept.workers);
  const requestId = randomUUID();
  await jobs.enqueue(database.db, 'apply', { requestId }, { priority: 1 });
  expect((await seen.first(queues.apply.workers)).at(-1)).toBe(requestId);
  release();
});

test('a card that is being painted is painted once more afterwards, however often it is asked', async () => {
  const requestId = randomUUID();
  const { promise: hold, resolve: release } = Promise.withResolvers<void>();
  const seen = calls<string>();
  await jobs.work('paint', async (payload) => {
    seen.add(payload.requestId);
    await hold;
  });
  await jobs.enqueue(database.db, 'paint', { requestId });
  await seen.first(1);
  expect(await jobs.enqueue(database.db, 'paint', { requestId })).toBe(true);
  expect(await jobs.enqueue(database.db, 'paint', { requestId })).toBe(false);
  release();
  await seen.first(2);
  expect(await statesOf('paint')).toHaveLength(2);
});

test('a card that somebody waits for is painted while others are looked after, also one that was to be looked after itself', async () => {
  const { promise: hold, resolve: release } = Promise.withResolvers<void>();
  const seen = calls<string>();
  await jobs.work('paint', async ({ requestId }) => {
    seen.add(requestId);
    await hold;
  });
  const inPassing = { priority: -1 };
  const many = Array.from({ length: queues.paint.workers + 1 }, () => randomUUID());
  for (const requestId of many) await jobs.enqueue(database.db, 'paint', { requestId }, inPassing);
  await seen.first(queues.paint.workers - queues.paint.kept.workers);
  const last = many.at(-1) ?? '';
  await database.transaction((tx) => jobs.enqueue(tx, 'paint', { requestId: last }));
  expect((await seen.first(queues.paint.workers)).at(-1)).toBe(last);
  release();
});

test('jobs that wait already are worked off one after the other, not at the pace of polling', async () => {
  const unhurried = createJobs(database, { logger: silent, pollingSeconds: 30 });
  await unhurried.start();
  for (let nth = 0; nth < 12; nth += 1) await unhurried.enqueue(database.db, 'paint', { requestId: randomUUID() });
  const seen = calls<string>();
  await unhurried.work('paint', async ({ requestId }) => seen.add(requestId));
  expect(new Set(await seen.first(12)).size).toBe(12);
  await unhurried.stop(1_000);
});

test('a job that threw is run again', async () => {
  const seen = calls<number>();
  let attempt = 0;
  await jobs.work('prepare', async () => {
    attempt++;
    seen.add(attempt);
    if (attempt === 1) throw new Error('Slack is away');
  });
  await jobs.enqueue(database.db, 'prepare', { requestId: randomUUID() });
  expect(await seen.first(2)).toEqual([1, 2]);
});

test('a job whose worker died is run by the next', async () => {
  const requestId = randomUUID();
  await jobs.enqueue(database.db, 'apply', { requestId });
  // As a process leaves it that was killed: begun, and no heartbeat for longer than the 10 s that it must come in.
  await database.db.execute(sql`
    update pgboss.job set state = 'active', started_on = now(), heartbeat_on = now() - interval '11 seconds'
    where name = 'apply'`);
  expect(await jobs.enqueue(database.db, 'apply', { requestId })).toBe(false);
  const seen = calls<unknown>();
  await jobs.work('apply', async (payload) => seen.add(payload));
  expect(await seen.first(1)).toEqual([{ requestId }]);
});

test('stop tells the handler, waits for it, and takes nothing new', async () => {
  const seen = calls<string>();
  const order: string[] = [];
  await jobs.work('apply', async (payload, signal) => {
    seen.add(payload.requestId);
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    order.push('told');
    await database.db.execute(sql`select 1`);
    order.push('ended');
  });
  await jobs.enqueue(database.db, 'apply', { requestId: randomUUID() });
  await seen.first(1);
  await jobs.stop(5_000);
  order.push('stopped');
  expect(order).toEqual(['told', 'ended', 'stopped']);
  expect(await statesOf('apply')).toEqual(['completed']);
});

test('stop does not wait for ever, and the job is there for the next start', async () => {
  const seen = calls<string>();
  const { promise: hold, resolve: release } = Promise.withResolvers<void>();
  await jobs.work('apply', async (payload) => {
    seen.add(payload.requestId);
    await hold;
  });
  await jobs.enqueue(database.db, 'apply', { requestId: randomUUID() });
  await seen.first(1);
  const started = Date.now();
  await jobs.stop(1_000);
  expect(Date.now() - started).toBeLessThan(3_000);
  expect(await statesOf('apply')).toEqual(['retry']);
  release();
});

test('a payload that is not what the queue carries is refused before its handler sees it', async () => {
  const seen = calls<unknown>();
  await jobs.work('prepare', async (payload) => seen.add(payload));
  const wrong = { requestId: 'not-an-id' };
  await jobs.enqueue(database.db, 'prepare', wrong);
  const right = { requestId: randomUUID() };
  await jobs.enqueue(database.db, 'prepare', right);
  expect(await seen.first(1)).toEqual([right]);
});

test('what is to be told, or read once more, waits for days until it can be', async () => {
  const requestId = randomUUID();
  await jobs.enqueue(database.db, 'tell', { requestId, about: 'result' });
  await jobs.enqueue(database.db, 'recheck', { requestId });
  // As after five days of tries, at the delay that they have come to.
  await database.db.execute(sql`update pgboss.job set retry_count = 5 * 24 * 3600 / retry_delay_max`);
  const seen = calls<string>();
  for (const name of ['tell', 'recheck'] as const) {
    await jobs.work(name, async () => {
      seen.add(name);
      throw new Error('Slack is away');
    });
  }
  await seen.first(2);
  await jobs.stop(1_000);
  expect([...(await statesOf('tell')), ...(await statesOf('recheck'))]).toEqual(['retry', 'retry']);
});
