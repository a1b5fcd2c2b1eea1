import type { Person } from '../../change/types.ts';
import type { Becomes } from '../../change/votes/decide.ts';
import { shortestExpiry } from '../../change/votes/rules.ts';
import type { Transaction } from '../../store/database.ts';
import type { Context } from '../context.ts';
import { transition } from '../transition.ts';
import type { Met } from './ballot.ts';

/** A vote or an answer of the incoming owner that was just stored, and what the request becomes by it. */
interface Cast {
  event: 'vote' | 'acceptance';
  actor: Person;
  at: Date;
  detail: { choice: string; fingerprint: string; comment: string | undefined };
  becomes: Becomes;
}

/** Logs a vote or an answer in the transaction that stored it, and takes the request on; whether it was the decision. */
export async function settle(ctx: Context, tx: Transaction, met: Met, cast: Cast): Promise<boolean> {
  const { row, electorate } = met;
  const { actor, at, detail, becomes } = cast;
  await log(ctx, tx, met, cast);
  if (becomes === 'pending') {
    await ctx.enqueue(tx, 'paint', { requestId: row.id });
    return false;
  }
  // Once approved it has as long again to begin; then it expires too.
  const expiresAt = new Date(at.getTime() + shortestExpiry(electorate.rules));
  await transition(ctx, tx, row, {
    to: becomes,
    actor,
    changes: { decidedAt: at, problem: null, expiresAt },
    detail,
    tell: becomes === 'rejected' ? ['decided'] : [],
  });
  return true;
}

/**
 * With the rules under which it was given, and with the people behind their ids at this moment, since nobody can look up later who was in
 * a user group.
 */
async function log(ctx: Context, tx: Transaction, { row, electorate }: Met, cast: Cast): Promise<void> {
  const rules = electorate.rules.map(({ name, approvers, approvals, requireAcceptance, fallback, members }) => {
    const also = { ...(requireAcceptance && { requireAcceptance }), ...(fallback.length > 0 && { fallback }) };
    return { name, approvers, approvals, ...also, stewards: members };
  });
  await ctx.audit(tx, {
    event: cast.event,
    requestId: row.id,
    number: row.number,
    actor: cast.actor,
    policyHash: ctx.policy.hash,
    detail: { ...cast.detail, rules },
  });
}
