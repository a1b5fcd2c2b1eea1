import type { Queue } from './queue.ts';
import type { Payload } from './queues.ts';

/**
 * What each job does. Each may be run again after it threw, or after its process died: `signal` aborts when the service
 * stops or another process has taken the job over.
 */
export interface JobHandlers {
  prepare(requestId: string, signal: AbortSignal): Promise<void>;
  apply(requestId: string, signal: AbortSignal): Promise<void>;
  paint(requestId: string): Promise<void>;
  tell(payload: Payload<'tell'>): Promise<void>;
  recheck(requestId: string): Promise<void>;
  sync(signal: AbortSignal): Promise<void>;
  sweep(): Promise<void>;
  maintain(): Promise<void>;
}

/** Cron expressions in UTC; the shortest step is a minute. */
export interface Schedules {
  /** Expiry, reminders, and work that lost its job. */
  sweep: string;
  /** A complete reading of Domo. */
  sync: string;
  /** Keeps an embedded database small: it does nothing when there is nothing to do. */
  maintain: string;
}

const usualSchedules: Schedules = { sweep: '* * * * *', sync: '17 * * * *', maintain: '* * * * *' };

export interface Jobs {
  /** Takes no new job and gives those under way `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

/** Starts the workers and the clock. The queue must have been started. */
export async function runJobs(
  queue: Queue,
  handlers: JobHandlers,
  schedules: Schedules = usualSchedules,
): Promise<Jobs> {
  await queue.work('prepare', ({ requestId }, signal) => handlers.prepare(requestId, signal));
  await queue.work('apply', ({ requestId }, signal) => handlers.apply(requestId, signal));
  await queue.work('paint', ({ requestId }) => handlers.paint(requestId));
  await queue.work('tell', (payload) => handlers.tell(payload));
  await queue.work('recheck', ({ requestId }) => handlers.recheck(requestId));
  await queue.work('sync', (_, signal) => handlers.sync(signal));
  await queue.work('sweep', () => handlers.sweep());
  await queue.work('maintain', () => handlers.maintain());
  await queue.schedule('sweep', schedules.sweep, {});
  await queue.schedule('sync', schedules.sync, {});
  await queue.schedule('maintain', schedules.maintain, {});
  return { stop: (graceMs) => queue.stop(graceMs) };
}
