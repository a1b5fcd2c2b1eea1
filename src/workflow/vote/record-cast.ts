import type { AuditEntry, Beside } from '../../audit/append.ts';
import type { Person } from '../../change/types.ts';
import type { Becomes } from '../../change/votes/decide.ts';
import { shortestExpiry } from '../../change/votes/rules.ts';
import type { Transaction } from '../../store/database.ts';
import { moveOf, type RequestChanges, type RequestRow } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import { entryOf } from '../entry.ts';
import { transition } from '../transition.ts';
import type { Judged } from './ballot.ts';
import type { Electorate } from './electorate.ts';

/** A vote or an answer of the incoming owner, and what the request becomes by it. */
interface Cast {
  event: 'vote' | 'acceptance';
  actor: Person;
  at: Date;
  detail: { choice: string; fingerprint: string; comment: string | undefined };
  becomes: Becomes;
  /** How it is stored: in a row of its own, or in the request's. */
  stored: { beside: Beside } | { changes: RequestChanges };
}

/** Stores and logs a vote or an answer, and settles the request if that was the decision: whether it was. */
export async function recordCast(
  ctx: Context,
  tx: Transaction,
  { sheet, electorate }: Omit<Judged<unknown>, 'decided'>,
  cast: Cast,
): Promise<boolean> {
  const { row } = sheet;
  const { actor, at, detail, becomes, stored } = cast;
  const entry = castEntry(ctx, row, electorate, cast);
  if (becomes === 'pending') {
    const beside = 'beside' in stored ? stored.beside : moveOf(tx, row.id, 'pending', stored.changes);
    await ctx.audit(tx, entry, [beside]);
    await ctx.enqueue(tx, 'paint', { requestId: row.id });
    return false;
  }
  // Once approved it has as long again to begin; then it expires too.
  const expiresAt = new Date(at.getTime() + shortestExpiry(electorate.rules));
  await transition(ctx, tx, row, {
    to: becomes,
    actor,
    changes: { ...('changes' in stored && stored.changes), decidedAt: at, problem: null, expiresAt },
    detail,
    tell: becomes === 'rejected' ? ['decided'] : [],
    causes: [entry],
    beside: 'beside' in stored ? [stored.beside] : [],
    sheet,
  });
  return true;
}

/**
 * With the rules under which it was given, and with the people behind their ids at this moment, since nobody can look up later who was in
 * a user group.
 */
function castEntry(ctx: Context, row: RequestRow, electorate: Electorate, cast: Cast): AuditEntry {
  const rules = electorate.rules.map(({ name, approvers, approvals, requireAcceptance, fallback, members }) => {
    const also = { ...(requireAcceptance && { requireAcceptance }), ...(fallback.length > 0 && { fallback }) };
    return { name, approvers, approvals, ...also, stewards: members };
  });
  return entryOf(ctx, row, cast.event, { ...cast.detail, rules }, cast.actor);
}
