import { z } from 'zod';
import { pingReasons, type RequestState } from '../change/types.ts';
import type { Handle } from '../store/database.ts';
import { handWorkOf } from '../store/hand-work.ts';
import { itemsOfRun } from '../store/item-moves.ts';
import { countPlan } from '../store/items.ts';
import type { RequestRow } from '../store/requests.ts';

/** What is told once each, to the requester, to those whom it concerns, or in the card's thread. */
const told = [
  'submitted',
  'invalid',
  'decided',
  'recounted',
  'paused',
  'finished',
  'received',
  'given',
  'changed',
  'affected',
  'fell short',
  'result',
  'result list',
  'question',
  'answer',
  'overwritten',
  'removal',
  'unused',
  'by hand',
] as const;
/** Whom something is told that several hear, each once. */
const hearers = ['thread', 'requester', 'owner'] as const;
export type Hearer = (typeof hearers)[number];
export type Told = (typeof told)[number];

const request = z.object({ requestId: z.uuid() });

/** The work that the workflow leaves to jobs, and what each job carries. Any of them may be run again. */
export const jobPayloads = {
  prepare: request,
  apply: request,
  paint: request,
  /** `questionId`: which question, or the answer to which; `slackId`: which of those who approved, or whose cards use what changes; `ownerId`: who that is in Domo. */
  tell: request.extend({
    about: z.enum(told),
    questionId: z.uuid().optional(),
    to: z.enum(hearers).optional(),
    slackId: z.string().optional(),
    ownerId: z.number().optional(),
  }),
  /** Finds out whom to call about a request. */
  remind: request.extend({ why: z.enum(pingReasons) }),
  /** Tells one person of all that they are to be called for by now. */
  ping: z.object({ slackId: z.string() }),
  /** Reads an applied schema once more, a while later. */
  recheck: request,
  /** Reads what people are to do by hand. */
  hand: request,
  /** Reads what is new in Domo's activity log. */
  follow: z.object({}),
  /** Repaints the Homes that people have open. */
  home: z.object({}),
};
export type JobName = keyof typeof jobPayloads;
export type JobPayload<N extends JobName> = z.infer<(typeof jobPayloads)[N]>;

/**
 * Leaves work to a job, which runs once the transaction that `handle` is has committed; `startAfter`: not before; of those
 * that wait, a higher `priority` (0) goes first. A job that would be one too many of its request is not made: the one that waits goes as
 * soon as that would have.
 */
export type Enqueue = <N extends JobName>(
  handle: Handle,
  name: N,
  payload: JobPayload<N>,
  options?: { startAfter?: Date | undefined; priority?: number | undefined },
) => Promise<unknown>;

/** Of a short run. */
export const shortFirst = 1;
/** Of a repaint that nobody waits for: each open card once in a while, in case it is gone, and all at a start. */
export const inPassing = { priority: -1 };

/**
 * Whether a run of so many datasets passes longer ones, in the queue and in its calls of Domo. Those go on all the same: each
 * short run is over after some dozens of calls, as many run at once as there are workers, and for each a person has to click.
 */
export function isShort(datasets: number): boolean {
  return datasets <= 20;
}

const nextJobs: Partial<Record<RequestState, 'prepare' | 'apply'>> = {
  preparing: 'prepare',
  approved: 'apply',
  applying: 'apply',
};

/** The run is over: the clock sees to the reads of what is to be done by hand. */
async function waitsForPeople(handle: Handle, requestId: string): Promise<boolean> {
  const waits = (await handWorkOf(handle, requestId)) !== undefined;
  return waits && (await itemsOfRun(handle, requestId, 1)).length === 0;
}

/** Enqueues the job that takes a request on from its state, where there is one; `size`: of its plan, where the caller knows it. */
export async function enqueueNext(
  enqueue: Enqueue,
  handle: Handle,
  { id, state }: Pick<RequestRow, 'id' | 'state'>,
  size?: number,
): Promise<void> {
  const job = nextJobs[state];
  if (job === undefined || (state === 'applying' && (await waitsForPeople(handle, id)))) return;
  const goesFirst = job === 'apply' && isShort(size ?? (await countPlan(handle, id)));
  await enqueue(handle, job, { requestId: id }, { priority: goesFirst ? shortFirst : 0 });
}
