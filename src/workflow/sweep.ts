import { coerceError } from '../errors.ts';
import { deleteDraftsBefore } from '../store/drafts.ts';
import { allHandWork, handWorkToRead } from '../store/hand-work.ts';
import { forgetPaintings } from '../store/messages.ts';
import { peopleDue } from '../store/pings.ts';
import {
  type BriefRequest,
  liveRequests,
  lockRequest,
  moveRequest,
  overdueRequests,
  requestsInStates,
} from '../store/requests.ts';
import { draftsEnd } from './ask/keep-draft.ts';
import type { Context } from './context.ts';
import { enqueueNext, inPassing } from './enqueue.ts';
import { entryOf } from './entry.ts';
import { remindByHandIfDue } from './hand/remind.ts';
import { followAnew } from './outside/follow.ts';
import { expire } from './transition.ts';
import { escalateIfDue } from './vote/escalate.ts';

const day = 24 * 60 * 60_000;
/** Slack does not say when a card is deleted: each open one is written anew this often, and posted again if it is gone. */
const repaintAfter = 30 * 60_000;
/** No instance has more open requests than this at a time. */
const many = 10_000;

/** Every minute: what waited too long expires, people are called, and work that lost its job gets one. */
export async function sweep(ctx: Context): Promise<void> {
  const now = ctx.now().getTime();
  for (const row of await overdueRequests(ctx.database.db, ctx.now())) await expire(ctx, row);
  await deleteDraftsBefore(ctx.database.db, draftsEnd(ctx));
  for (const row of await requestsInStates(ctx.database.db, ['pending'], many)) {
    // The last call first: one round at a time is under way, and it says what a reminder would.
    await lastCallIfDue(ctx, row);
    await escalateIfDue(ctx, row);
    await remindIfDue(ctx, row);
  }
  for (const slackId of await peopleDue(ctx.database.db, ctx.now()))
    await ctx.enqueue(ctx.database.db, 'ping', { slackId });
  for (const work of await allHandWork(ctx.database.db)) await remindByHandIfDue(ctx, work);
  for (const requestId of await handWorkToRead(ctx.database.db, ctx.now())) {
    await ctx.enqueue(ctx.database.db, 'hand', { requestId });
  }
  for (const requestId of await forgetPaintings(ctx.database.db, new Date(now - repaintAfter))) {
    await ctx.enqueue(ctx.database.db, 'paint', { requestId }, inPassing);
  }
  for (const row of await requestsInStates(ctx.database.db, ['preparing', 'approved', 'applying'], many)) {
    await enqueueNext(ctx.enqueue, ctx.database.db, row);
  }
}

/** At start: everything that was under way goes on, and every card that may be out of date or gone is painted again. */
export async function recover(ctx: Context): Promise<void> {
  await forgetPaintings(ctx.database.db, ctx.now());
  for (const row of await liveRequests(ctx.database.db, new Date(ctx.now().getTime() - day))) {
    await ctx.enqueue(ctx.database.db, 'paint', { requestId: row.id }, inPassing);
  }
  await sweep(ctx);
  await followAnew(ctx);
  await checkChannel(ctx);
}

/** Another policy is in force: cards say what it asks, and a new owner who is to accept from now on is asked. */
export async function repaintPending(ctx: Context): Promise<void> {
  for (const { id: requestId } of await requestsInStates(ctx.database.db, ['pending'], many)) {
    await ctx.enqueue(ctx.database.db, 'paint', { requestId }, inPassing);
  }
}

/** Whoever starts the app hears at once what a requester would hear first otherwise. */
async function checkChannel(ctx: Context): Promise<void> {
  try {
    const problem = await ctx.notifier.channelProblem(ctx.policy.channel);
    if (problem !== undefined) ctx.logger.warn({ channel: ctx.policy.channel }, problem);
  } catch (error) {
    ctx.logger.warn({ err: coerceError(error) }, 'The approval channel could not be looked up in Slack.');
  }
}

async function remindIfDue(ctx: Context, row: BriefRequest): Promise<void> {
  const next = ctx.policy.remindAfter[row.reminders];
  if (next === undefined || row.pendingAt === null) return;
  if (ctx.now().getTime() < row.pendingAt.getTime() + next) return;
  await ctx.database.transaction(async (tx) => {
    // Locked, since another instance's sweep may come at the same time as the one at a start.
    const now = await lockRequest(tx, row.id);
    if (now?.reminders !== row.reminders) return;
    const changes = { reminders: row.reminders + 1, remindedAt: ctx.now() };
    if ((await moveRequest(tx, row.id, 'pending', changes)) === undefined) return;
    await ctx.audit(tx, entryOf(ctx, row, 'reminded'));
    await ctx.enqueue(tx, 'remind', { requestId: row.id, why: 'reminder' });
  });
}

/** Before a request expires people are called once more; until that is done it does not. */
async function lastCallIfDue(ctx: Context, { id, pendingAt, expiresAt, lastCallAt }: BriefRequest): Promise<void> {
  if (pendingAt === null || expiresAt === null || lastCallAt !== null) return;
  const before = Math.min(day, (expiresAt.getTime() - pendingAt.getTime()) / 2);
  if (ctx.now().getTime() < expiresAt.getTime() - before) return;
  await ctx.enqueue(ctx.database.db, 'remind', { requestId: id, why: 'expires' });
}
