import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { createJobs } from '../../src/jobs/pg-boss.ts';
import { testDatabase } from '../support/database.ts';
import { until } from '../support/until.ts';

const settings = { logger: pino({ level: 'silent' }), superviseSeconds: 1, pollingSeconds: 0.5 };

test('after a clock that was two hours ahead was set right, a start goes on with what was waiting, under way, and due by the clock', async () => {
  const database = await testDatabase();
  const { db } = database;
  const [waiting, underWay, retried, later] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const before = createJobs(database, settings);
  await before.start();
  for (const requestId of [waiting, underWay, retried]) await before.enqueue(db, 'prepare', { requestId });
  await before.enqueue(
    db,
    'remind',
    { requestId: later, why: 'reminder' },
    { startAfter: new Date(Date.now() + 2 * 3_600_000) },
  );
  await before.schedule('sweep', '* * * * *', {});
  await before.stop(1_000);
  const ahead = sql`now() + interval '2 hours'`;
  // As the clock that was wrong has left it.
  await db.execute(sql`update pgboss.job set created_on = ${ahead}, start_after = start_after + interval '2 hours'`);
  await db.execute(
    sql`update pgboss.job set state = 'active', started_on = ${ahead}, heartbeat_on = ${ahead} where data->>'requestId' = ${underWay}`,
  );
  // Asked for before, and tried in the time ahead.
  await db.execute(
    sql`update pgboss.job set state = 'retry', created_on = now(), started_on = ${ahead} where data->>'requestId' = ${retried}`,
  );
  await db.execute(sql`update pgboss.queue set monitor_on = ${ahead}, monitor_claim_on = ${ahead}`);
  await db.execute(sql`update pgboss.version set cron_on = ${ahead}`);

  const jobs = createJobs(database, settings);
  const seen: string[] = [];
  await jobs.start();
  await jobs.work('prepare', async ({ requestId }) => void seen.push(requestId));
  await until(() => [waiting, underWay, retried].every((each) => seen.includes(each)), 60_000);
  const { rows } = await db.execute<{ hours: number }>(
    sql`select extract(epoch from start_after - now()) / 3600 as hours from pgboss.job where name = 'remind'`,
  );
  expect(Number(rows[0]?.hours)).toBeCloseTo(2, 1);
  const { rows: due } = await db.execute(sql`select cron_on <= now() as due from pgboss.version`);
  expect(due).toEqual([{ due: true }]);
  await jobs.stop(1_000);
  await database.close();
}, 90_000);
