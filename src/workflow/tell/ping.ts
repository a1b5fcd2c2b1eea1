import { isOpen } from '../../change/states.ts';
import { duePings, livingPings, noteLiving, type PingRow, pingsOf, settlePings } from '../../store/pings.ts';
import { findRequest } from '../../store/requests.ts';
import { votesOn } from '../../store/votes.ts';
import type { Context } from '../context.ts';
import type { JobPayload } from '../enqueue.ts';
import type { MessageRef, Ping } from '../ports.ts';
import { quietFor } from '../vote/whom-to-ask.ts';
import { askNewOwner } from './ask-new-owner.ts';
import { describe } from './describe.ts';
import { pingPaint, toDoPurpose } from './living-notice.ts';
import { awaitedOwner } from './remind.ts';
import type { RequestView } from './request-view.ts';
import { tellLiving } from './tell-living.ts';

/**
 * Tells one person of all that they are to be called for by now, in one message, and brings those that called them before up
 * to date. One job a person runs at a time, so that no older edit comes last. Throws `NotifierUnavailable`.
 */
export async function ping(ctx: Context, { slackId }: JobPayload<'ping'>): Promise<void> {
  await callNow(ctx, slackId);
  for (const message of await livingMessages(ctx, slackId)) await follow(ctx, slackId, message);
}

/** Leaves to jobs the messages that called people for this request, where they say something else by now. */
export async function followPings(ctx: Context, request: RequestView): Promise<void> {
  for (const { slackId, ts, painted } of await pingsOf(ctx.database.db, request.id)) {
    if (ts === null || painted === pingPaint(request, slackId)) continue;
    await ctx.enqueue(ctx.database.db, 'ping', { slackId });
  }
}

async function callNow(ctx: Context, slackId: string): Promise<void> {
  const q = ctx.database.db;
  const now = ctx.now();
  const due = await duePings(q, slackId, now);
  const ids = due.map(({ requestId }) => requestId);
  const until = due.length === 0 ? undefined : await quietFor(ctx, slackId);
  if (until !== undefined) return settlePings(q, slackId, ids, { dueAt: until });
  const pings: Ping[] = [];
  for (const { requestId, why } of due) {
    const row = await findRequest(q, requestId);
    if (row?.state === 'applying') await askByHand(ctx, await describe(ctx, row, 'stored'), slackId);
    if (row?.state !== 'pending' || (await hasVoted(ctx, requestId, slackId))) continue;
    const request = await describe(ctx, row, 'now');
    if ((await awaitedOwner(ctx, request)) === slackId) await askNewOwner(ctx, request, 'again');
    else pings.push({ why, request });
  }
  if (pings.length > 0) await callFor(ctx, slackId, pings);
  await settlePings(q, slackId, ids, { pingedAt: now, dueAt: null });
}

/**
 * Asks one person to do in Domo what its API refuses, or reminds them, by one message that replaces the one before. Nothing, where
 * somebody else has it. Safe to repeat.
 */
async function askByHand(ctx: Context, request: RequestView, slackId: string): Promise<void> {
  const { hand } = request;
  if (hand === undefined || (hand.holder !== undefined && hand.holder.slackId !== slackId)) return;
  await tellLiving(ctx, slackId, toDoPurpose(slackId), { about: 'to do', request, slackId });
}

async function hasVoted(ctx: Context, requestId: string, slackId: string): Promise<boolean> {
  return (await votesOn(ctx.database.db, requestId)).some(({ voter }) => voter.slackId === slackId);
}

/** One new message, in the place of those before that called for nothing else. */
async function callFor(ctx: Context, slackId: string, pings: Ping[]): Promise<void> {
  const again = new Set(pings.map(({ request }) => request.id));
  const shared: string[] = [];
  for (const { ref, rows } of await livingMessages(ctx, slackId)) {
    const others = rows.map(({ requestId }) => requestId).filter((id) => !again.has(id));
    // Before the new one: whoever begins again after a crash leaves none behind.
    if (others.length === 0) await ctx.notifier.remove(ref);
    else if (others.length < rows.length) shared.push(...others);
  }
  const ref = await ctx.notifier.ping(slackId, pings);
  if (ref === undefined) return;
  await ctx.database.transaction(async (tx) => {
    for (const { request } of pings)
      await noteLiving(tx, slackId, request.id, { ...ref, painted: pingPaint(request, slackId) });
    // What is called for anew goes from the message that called for others too.
    for (const requestId of shared) await noteLiving(tx, slackId, requestId, { painted: null });
  });
}

/** Edits one message, unless it tells how its requests stand already. Once all of them have ended it stays as it is. */
async function follow(ctx: Context, slackId: string, { ref, rows }: LivingMessage): Promise<void> {
  const q = ctx.database.db;
  const pings: (Ping & { painted: string; before: string | null })[] = [];
  for (const { requestId, why, painted: before } of rows) {
    const row = await findRequest(q, requestId);
    if (row === undefined) continue;
    const request = await describe(ctx, row, 'now');
    pings.push({ why, request, painted: pingPaint(request, slackId), before });
  }
  if (pings.every(({ painted, before }) => painted === before)) return;
  const outcome = await ctx.notifier.updatePing(ref, slackId, pings);
  const isOver = outcome === 'gone' || pings.every(({ request }) => !isOpen(request.state));
  await ctx.database.transaction(async (tx) => {
    for (const { request, painted } of pings)
      await noteLiving(tx, slackId, request.id, isOver ? { channel: null, ts: null, painted: null } : { painted });
  });
}

interface LivingMessage {
  ref: MessageRef;
  rows: PingRow[];
}

/** What called this person and still follows its requests. */
async function livingMessages(ctx: Context, slackId: string): Promise<LivingMessage[]> {
  const messages = new Map<string, LivingMessage>();
  for (const row of await livingPings(ctx.database.db, slackId)) {
    const { channel, ts } = row;
    if (channel === null || ts === null) continue;
    const message = messages.get(ts) ?? { ref: { channel, ts }, rows: [] };
    message.rows.push(row);
    messages.set(ts, message);
  }
  return [...messages.values()];
}
