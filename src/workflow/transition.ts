import { isOpen, mayBecome } from '../change/states.ts';
import type { Person, RequestState } from '../change/types.ts';
import type { Transaction } from '../store/database.ts';
import { endHandWork } from '../store/hand-work.ts';
import { releaseHolds } from '../store/holds.ts';
import { countItems } from '../store/items.ts';
import { messagesOf } from '../store/messages.ts';
import { type BriefRequest, moveRequest, type RequestChanges, type RequestRow } from '../store/requests.ts';
import { votesOn } from '../store/votes.ts';
import type { Context } from './context.ts';
import { enqueueNext, type Told } from './enqueue.ts';
import { acceptancePurpose } from './tell/living-notice.ts';

export interface Transition {
  to: RequestState;
  /** Undefined: the app itself. */
  actor?: Person | undefined;
  changes?: Omit<RequestChanges, 'state'>;
  detail?: Record<string, unknown>;
  /** What is told of it, beside the card, which follows in any case. */
  tell?: Told[];
}

/** Whether it waited too long; nobody's request has before they were called for the last time. */
export function isOverdue({ state, expiresAt, lastCallAt }: BriefRequest, now: Date): boolean {
  return expiresAt !== null && expiresAt <= now && (state !== 'pending' || lastCallAt !== null);
}

/** Ends a request that waited too long, for its approval or for its begin. */
export async function expire(ctx: Context, row: BriefRequest): Promise<void> {
  await ctx.database.transaction((tx) => transition(ctx, tx, row, { to: 'expired', tell: ['decided'] }));
}

/**
 * Moves a request on inside `tx`: compare-and-swap on its row, an audit entry, its holds let go when nothing is left to
 * do, and the jobs that go on with it, repaint its card and tell of it. Undefined, and nothing of this, when the request is
 * no longer in the state that `row` shows.
 */
export async function transition(
  ctx: Context,
  tx: Transaction,
  row: BriefRequest,
  { to, actor, changes = {}, detail = {}, tell = [] }: Transition,
): Promise<RequestRow | undefined> {
  if (!mayBecome(row.state, to)) throw new Error(`A request cannot go from ${row.state} to ${to}.`);
  const ends = !isOpen(to);
  const moved = await moveRequest(tx, row.id, row.state, {
    ...changes,
    state: to,
    ...(ends && { settledAt: ctx.now() }),
  });
  if (moved === undefined) return undefined;
  if (ends) {
    await releaseHolds(tx, row.id);
    await endHandWork(tx, row.id);
  }
  await ctx.audit(tx, {
    event: `request_${to}`,
    requestId: row.id,
    number: row.number,
    actor,
    policyHash: ctx.policy.hash,
    detail: { from: row.state, ...detail },
  });
  if (to === 'approved') await enqueueNext(ctx.enqueue, tx, moved);
  await ctx.enqueue(tx, 'paint', { requestId: row.id });
  // What can still follow the earlier one depends on this one.
  if (row.originId !== null) await ctx.enqueue(tx, 'paint', { requestId: row.originId });
  // The closing post, with the chain's head: only where there was a card to close.
  const closing: Told[] = ends && row.fingerprint !== null ? ['result'] : [];
  for (const about of [...closing, ...tell]) await ctx.enqueue(tx, 'tell', { requestId: row.id, about });
  if (ends && to !== 'applied') await tellOthers(ctx, tx, moved, actor);
  const outcome = ends && moved.startedAt !== null ? await countItems(tx, row.id) : undefined;
  ctx.database.afterCommit(() => ctx.onTransition({ request: moved, outcome }));
  return moved;
}

/** Those who approved, and an incoming owner who was asked to accept, hear that not everything came about; each by a job of their own, so that a retry tells nobody twice. */
async function tellOthers(ctx: Context, tx: Transaction, row: RequestRow, actor: Person | undefined): Promise<void> {
  const approved = (await votesOn(tx, row.id)).filter(({ choice }) => choice === 'approve');
  const hearing = new Set(approved.map(({ voter }) => voter.slackId).filter((id) => id !== actor?.slackId));
  for (const slackId of hearing) await ctx.enqueue(tx, 'tell', { requestId: row.id, about: 'fell short', slackId });
  const wasAsked = (await messagesOf(tx, row.id)).some(({ purpose }) => purpose === acceptancePurpose);
  if (wasAsked) await ctx.enqueue(tx, 'tell', { requestId: row.id, about: 'fell short', to: 'owner' });
}
