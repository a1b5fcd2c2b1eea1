import type { Person } from '../../change/types.ts';
import type { Becomes } from '../../change/votes/decide.ts';
import { shortestExpiry } from '../../change/votes/rules.ts';
import type { Transaction } from '../../store/database.ts';
import type { Context } from '../context.ts';
import { transition } from '../transition.ts';
import type { Met } from './ballot.ts';

/** Takes the request on after a vote or an answer was stored in the same transaction; whether that was the decision. */
export async function settle(
  ctx: Context,
  tx: Transaction,
  { row, electorate }: Met,
  { becomes, actor, at, detail }: { becomes: Becomes; actor: Person; at: Date; detail: Record<string, unknown> },
): Promise<boolean> {
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
