import { type SQL, sql } from 'drizzle-orm';
import { besideApp } from './beside-app.ts';
import type { Steward } from './steward.ts';

/** How many jobs of these queues are still to be done, now or later, as somebody beside the running app sees it. */
export function jobsLeft(steward: Pick<Steward, 'config'>, ...queues: string[]): Promise<number> {
  return countJobs(steward, queues, sql`true`);
}

/** The same of one request: what an earlier test left to be tried again is not of it. */
export function jobsLeftOf(steward: Pick<Steward, 'config'>, number: number, ...queues: string[]): Promise<number> {
  const ours = sql`data ->> 'requestId' = (select id::text from requests where number = ${number})`;
  return countJobs(steward, queues, ours);
}

async function countJobs(steward: Pick<Steward, 'config'>, queues: string[], which: SQL): Promise<number> {
  const names = sql.join(
    queues.map((name) => sql`${name}`),
    sql`, `,
  );
  const jobs = sql`(select 1 from pgboss.job
    where name in (${names}) and state in ('created', 'active', 'retry') and ${which}) as jobs`;
  const [left] = await besideApp(steward, (db) => db.select({ count: sql<number>`count(*)::int` }).from(jobs));
  return left?.count ?? 0;
}
