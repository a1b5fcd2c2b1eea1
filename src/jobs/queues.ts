import type { Queue as QueueDefinition } from 'pg-boss';
import { z } from 'zod';
import { jobPayloads, shortFirst } from '../workflow/enqueue.ts';

const nothing = z.object({});

/** What a job of each queue carries. */
export const payloads = { ...jobPayloads, sync: nothing, sweep: nothing, maintain: nothing };

export type QueueName = keyof typeof payloads;
export type Payload<N extends QueueName> = z.infer<(typeof payloads)[N]>;

export const queueNames = Object.keys(payloads) as QueueName[];

export interface Queue {
  options: Omit<QueueDefinition, 'name'>;
  /** Jobs that run at once in one process; one, where it isn't said. */
  workers?: number;
  /** So many of these workers take no job of a lower priority than this. */
  kept?: { workers: number; from: number };
}

/** In seconds, as pg-boss counts. */
const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

// `retryLimit` is spelled out everywhere, since pg-boss gives up after the second retry by default. A worker that was
// killed counts as one failure, so the first delay is also part of how soon its job goes on elsewhere.
const untilSettled = { retryLimit: 1_000, retryDelay: 1, retryBackoff: true, retryDelayMax: 30 };
/** Two weeks, as long as pg-boss keeps a job: a card with buttons must not stay behind its request. */
const untilShown = { retryLimit: 10_000, retryDelay: 1, retryBackoff: true, retryDelayMax: 2 * minute };
/** Slack or Domo may be away for days, and nothing asks for these jobs a second time: a week in all. */
const forDays = { retryLimit: 1_000, retryDelay: 5, retryBackoff: true, retryDelayMax: 10 * minute };
/** The next tick of the clock does it. */
const never = { retryLimit: 0, retryDelay: 0, retryBackoff: false };

/**
 * Every queue: how long a job may take, how often it is tried, and who may be in it. `exclusive`: one job a request, queued or
 * active; a second is refused. `stately`: one active and one queued behind it.
 */
export const queues = {
  prepare: { options: { policy: 'exclusive', ...untilSettled, expireInSeconds: 6 * hour }, workers: 2 },
  apply: {
    // Thousands of datasets at Domo's pace take hours; what was not started in a day is failed by the run itself.
    options: { policy: 'exclusive', ...untilSettled, expireInSeconds: day },
    // A run waits a minute wherever Domo does not show what was written, and the others should not wait with it. Fewer
    // than the calls that Domo gets at once, so that a person's look-up finds one free when each of these hangs.
    workers: 3,
    kept: { workers: 1, from: shortFirst },
  },
  paint: {
    options: { policy: 'stately', ...untilShown, expireInSeconds: 5 * minute },
    workers: 3,
    // A start paints all open cards, and has Slack's pace to wait for with each.
    kept: { workers: 1, from: 0 },
  },
  tell: { options: { policy: 'standard', ...forDays, expireInSeconds: 5 * minute }, workers: 2 },
  remind: { options: { policy: 'exclusive', ...forDays, expireInSeconds: 5 * minute } },
  ping: { options: { policy: 'stately', ...forDays, expireInSeconds: 5 * minute } },
  recheck: { options: { policy: 'standard', ...forDays, expireInSeconds: 5 * minute } },
  hand: { options: { policy: 'exclusive', ...never, expireInSeconds: hour } },
  home: {
    // What one job did not show yet, the next one does.
    options: { policy: 'stately', retryLimit: 5, retryDelay: 2, retryBackoff: true, expireInSeconds: 5 * minute },
  },
  follow: { options: { policy: 'exclusive', ...never, expireInSeconds: 10 * minute } },
  sync: {
    // Nobody finds anything before the first one has ended: a Domo that was away at the start is read as soon as it is
    // back. Keep the delay short: a start enqueues no second job beside one that waits for its retry.
    options: { policy: 'exclusive', retryLimit: 100, retryDelay: 5, retryBackoff: false, expireInSeconds: 12 * hour },
  },
  sweep: { options: { policy: 'exclusive', ...never, expireInSeconds: 5 * minute } },
  maintain: { options: { policy: 'exclusive', ...never, expireInSeconds: 10 * minute } },
} satisfies Record<QueueName, Queue>;
