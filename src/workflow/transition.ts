import type { AuditEntry, Beside } from '../audit/append.ts';
import { isOpen, mayBecome } from '../change/states.ts';
import type { Person, PingReason, RequestState } from '../change/types.ts';
import type { Transaction } from '../store/database.ts';
import { endHandWork } from '../store/hand-work.ts';
import { releaseHolds } from '../store/holds.ts';
import { countItems } from '../store/items.ts';
import { forgetMentions } from '../store/pings.ts';
import { type BriefRequest, moveOf, type RequestChanges, type RequestRow } from '../store/requests.ts';
import type { Sheet } from '../store/sheets.ts';
import type { Context } from './context.ts';
import { enqueueNext, type Told } from './enqueue.ts';
import { entryOf } from './entry.ts';
import { readFacts } from './facts.ts';
import { lockSheet } from './sheet.ts';
import { acceptancePurpose } from './tell/living-notice.ts';

export interface Transition {
  to: RequestState;
  /** Undefined: the app itself. */
  actor?: Person | undefined;
  changes?: Omit<RequestChanges, 'state'>;
  detail?: Record<string, unknown>;
  /** What is told of it, beside the card, which follows in any case. */
  tell?: readonly Told[];
  /** Whoever can decide it is called anew, for this. */
  call?: PingReason;
  /** What led to it, logged before its own entry. */
  causes?: AuditEntry[];
  /** What is stored by the same statement. */
  beside?: Beside[];
  /** Where the caller has locked it: as it is. */
  sheet?: Sheet;
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
 * Moves a request on inside `tx`, under its lock: its row, an audit entry and its holds let go when nothing is left to do, in
 * one statement, and the jobs that go on with it, repaint its card and tell of it. Undefined, and nothing of this, when the
 * request is no longer in the state that `row` shows.
 */
export async function transition(
  ctx: Context,
  tx: Transaction,
  row: BriefRequest,
  { to, actor, changes = {}, detail = {}, tell = [], call, causes = [], beside = [], sheet: known }: Transition,
): Promise<RequestRow | undefined> {
  if (!mayBecome(row.state, to)) throw new Error(`A request cannot go from ${row.state} to ${to}.`);
  const sheet = known ?? (await lockSheet(ctx, tx, row.id));
  if (sheet?.row.state !== row.state) return undefined;
  const ends = !isOpen(to);
  const moves = { ...changes, state: to, ...(ends && { settledAt: ctx.now() }) };
  const moved = { ...sheet.row, ...moves };
  const entry = entryOf(ctx, row, `request_${to}`, { from: row.state, ...detail }, actor);
  const letGo = ends ? [releaseHolds(tx, row.id), endHandWork(tx, row.id)] : [];
  await ctx.audit(tx, [...causes, entry], [moveOf(tx, row.id, row.state, moves), ...letGo, ...beside]);
  if (to === 'approved') await enqueueNext(ctx.enqueue, tx, moved, readFacts(moved.facts).ownerItems);
  await ctx.enqueue(tx, 'paint', { requestId: row.id });
  // What can still follow the earlier one depends on this one.
  if (row.originId !== null) await ctx.enqueue(tx, 'paint', { requestId: row.originId });
  // The closing post, with the chain's head: only where there was a card to close.
  const closing: Told[] = ends && row.fingerprint !== null ? ['result'] : [];
  for (const about of [...closing, ...tell]) await ctx.enqueue(tx, 'tell', { requestId: row.id, about });
  if (call !== undefined) {
    await forgetMentions(tx, row.id);
    await ctx.enqueue(tx, 'remind', { requestId: row.id, why: call });
  }
  if (ends && to !== 'applied') await tellOthers(ctx, tx, sheet, actor);
  const outcome = ends && moved.startedAt !== null ? await countItems(tx, row.id) : undefined;
  ctx.database.afterCommit(() => ctx.onTransition({ request: moved, outcome }));
  return moved;
}

/** Those who approved, and an incoming owner who was asked to accept, hear that not everything came about; each by a job of their own, so that a retry tells nobody twice. */
async function tellOthers(
  ctx: Context,
  tx: Transaction,
  { row: { id: requestId }, votes, messages }: Sheet,
  actor: Person | undefined,
): Promise<void> {
  const approved = votes.filter(({ choice }) => choice === 'approve');
  const hearing = new Set(approved.map(({ voter }) => voter.slackId).filter((id) => id !== actor?.slackId));
  for (const slackId of hearing) await ctx.enqueue(tx, 'tell', { requestId, about: 'fell short', slackId });
  const wasAsked = messages.some(({ purpose }) => purpose === acceptancePurpose);
  if (wasAsked) await ctx.enqueue(tx, 'tell', { requestId, about: 'fell short', to: 'owner' });
}
