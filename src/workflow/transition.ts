import { isOpen, mayBecome } from '../change/states.ts';
import type { Person, RequestState } from '../change/types.ts';
import type { Transaction } from '../store/database.ts';
import { releaseHolds } from '../store/holds.ts';
import { moveRequest, type RequestChanges, type RequestRow } from '../store/requests.ts';
import type { Context } from './context.ts';

export interface Transition {
  to: RequestState;
  /** Undefined: the app itself. */
  actor?: Person | undefined;
  changes?: Omit<RequestChanges, 'state'>;
  detail?: Record<string, unknown>;
}

export function isOverdue(row: RequestRow, now: Date): boolean {
  return row.expiresAt !== null && row.expiresAt <= now;
}

/** Ends a request that waited too long, for its approval or for its begin. */
export async function expire(ctx: Context, row: RequestRow): Promise<void> {
  await ctx.database.transaction(async (tx) => {
    const moved = await transition(ctx, tx, row, { to: 'expired' });
    if (moved !== undefined) await ctx.queue.enqueue(tx, 'tell', { requestId: row.id, about: 'decided' });
  });
}

/**
 * Moves a request on inside `tx`: compare-and-swap on its row, an audit entry, its holds let go when nothing is left to
 * do, and the card's repaint enqueued. Undefined when it is no longer in the state that `row` shows.
 */
export async function transition(
  ctx: Context,
  tx: Transaction,
  row: RequestRow,
  { to, actor, changes = {}, detail = {} }: Transition,
): Promise<RequestRow | undefined> {
  if (!mayBecome(row.state, to)) throw new Error(`A request cannot go from ${row.state} to ${to}.`);
  const settledAt = isOpen(to) ? undefined : ctx.now();
  const moved = await moveRequest(tx, row.id, row.state, { ...changes, state: to, ...(settledAt && { settledAt }) });
  if (moved === undefined) return undefined;
  if (!isOpen(to)) await releaseHolds(tx, row.id);
  await ctx.audit(tx, {
    event: `request_${to}`,
    requestId: row.id,
    number: row.number,
    actor,
    policyHash: ctx.policy.hash,
    detail: { from: row.state, ...detail },
  });
  await ctx.queue.enqueue(tx, 'paint', { requestId: row.id });
  // The closing post, with the chain's head: only where there was a card to close.
  if (!isOpen(to) && row.fingerprint !== null) {
    await ctx.queue.enqueue(tx, 'tell', { requestId: row.id, about: 'result' });
  }
  ctx.onTransition(tx, row.kind, to);
  return moved;
}
