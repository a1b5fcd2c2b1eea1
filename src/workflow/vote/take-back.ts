import type { Refusal } from '../../change/votes/refusal.ts';
import { lockRequest } from '../../store/requests.ts';
import { deleteVote, votesOn } from '../../store/votes.ts';
import type { Context } from '../context.ts';
import { entryOf } from '../entry.ts';
import { auditRefusal, type Outcome } from '../refuse.ts';
import { metRequest } from './met-request.ts';

/** A steward takes their own approval back, while the request is pending: under its lock, with an audit entry of its own. */
export async function takeBackVote(ctx: Context, requestId: string, slackId: string): Promise<Outcome> {
  const met = await metRequest(ctx, requestId, slackId, 'take_back');
  if (!met.ok) return met;
  const { row, person } = met;
  const refusal = await ctx.database.transaction(async (tx): Promise<Refusal | undefined> => {
    const now = (await lockRequest(tx, requestId)) ?? row;
    if (now.state !== 'pending') return { why: 'already_settled', state: now.state };
    const cast = (await votesOn(tx, requestId)).find(({ voter }) => voter.slackId === slackId);
    if (cast === undefined) return { why: 'no_vote' };
    await deleteVote(tx, requestId, slackId);
    const { choice, fingerprint } = cast;
    await ctx.audit(tx, entryOf(ctx, row, 'vote_taken_back', { choice, fingerprint }, person));
    await ctx.enqueue(tx, 'paint', { requestId });
    return undefined;
  });
  return refusal === undefined ? { ok: true } : auditRefusal(ctx, refusal, person, 'take_back', row);
}
