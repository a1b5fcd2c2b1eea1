import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { createJobs } from '../../src/jobs/pg-boss.ts';
import { type Payload, type QueueName, queueNames } from '../../src/jobs/queues.ts';
import { type JobHandlers, startWorkers } from '../../src/jobs/workers.ts';
import { testDatabase } from '../support/database.ts';

test('each job reaches what it is for, with its request, and the clock is set', async () => {
  const database = await testDatabase();
  const jobs = createJobs(database, { logger: pino({ level: 'silent' }) });
  await jobs.start();
  const requestId = randomUUID();
  const ran = new Map<string, unknown>();
  const payloads: { [N in QueueName]?: Payload<N> } = {
    tell: { requestId, about: 'decided' },
    remind: { requestId, why: 'reminder' },
    ping: { slackId: 'U0EMMY00001' },
  };
  const { promise: allRan, resolve } = Promise.withResolvers<void>();
  const handler =
    (name: string) =>
    async (...given: unknown[]) => {
      ran.set(name, given[0]);
      if (ran.size === queueNames.length) resolve();
    };
  const handlers = Object.fromEntries(queueNames.map((name) => [name, handler(name)])) as unknown as JobHandlers;
  await startWorkers(jobs, handlers);
  await database.transaction(async (tx) => {
    for (const name of queueNames) {
      await jobs.enqueue(tx, name, payloads[name] ?? { requestId });
    }
  });
  await allRan;
  expect(ran.get('prepare')).toEqual({ requestId });
  expect(ran.get('apply')).toEqual({ requestId });
  expect(ran.get('paint')).toEqual({ requestId });
  for (const name of ['tell', 'remind', 'ping'] as const) expect(ran.get(name)).toEqual(payloads[name]);
  const { rows } = await database.db.execute<{ name: string }>(sql`select name from pgboss.schedule order by name`);
  expect(rows.map(({ name }) => name)).toEqual(['follow', 'maintain', 'sweep', 'sync']);
  await jobs.stop(1_000);
  await database.close();
});
