import type { Person } from '../../change/types.ts';
import type { Transaction } from '../../store/database.ts';
import type { Context } from '../context.ts';
import type { Met } from './ballot.ts';

interface Cast {
  event: 'vote' | 'acceptance';
  actor: Person;
  detail: { choice: string; fingerprint: string; comment: string | undefined };
}

/**
 * Logs a vote or an acceptance with the rules under which it was given, and with the people behind their ids at this
 * moment, since nobody can look up later who was in a user group.
 */
export async function logVote(ctx: Context, tx: Transaction, { row, electorate }: Met, cast: Cast): Promise<void> {
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
