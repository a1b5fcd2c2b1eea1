import type { Jobs } from './pg-boss.ts';
import { type Payload, type QueueName, queueNames } from './queues.ts';

/**
 * What each job does. Each may be run again after it threw, or after its process died: `signal` aborts when the service
 * stops or another process has taken the job over.
 */
export type JobHandlers = { [N in QueueName]: (payload: Payload<N>, signal: AbortSignal) => Promise<void> };

/** When work begins that nobody asks for: cron expressions in UTC; the shortest step is a minute. */
const schedules = {
  /** Expiry, reminders, and work that lost its job. */
  sweep: '* * * * *',
  /** What Domo's activity log has of others' changes. */
  follow: '* * * * *',
  /** A complete reading of Domo. */
  sync: '17 * * * *',
  /** Keeps an embedded database small: it does nothing when there is nothing to do. */
  maintain: '* * * * *',
} satisfies Partial<Record<QueueName, string>>;

/** Starts the workers and the clock, on jobs that have been started. */
export async function startWorkers(jobs: Jobs, handlers: JobHandlers): Promise<void> {
  const work = <N extends QueueName>(name: N) => jobs.work(name, handlers[name]);
  for (const name of queueNames) await work(name);
  for (const name of ['sweep', 'follow', 'sync', 'maintain'] as const) await jobs.schedule(name, schedules[name], {});
}
