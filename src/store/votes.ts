import { and, asc, eq } from 'drizzle-orm';
import type { Vote } from '../change/types.ts';
import type { Handle } from './database.ts';
import { votes } from './tables.ts';

/** Keeps a vote, as a statement or a part of one; a person's earlier one, which no longer counted, is replaced. */
export function saveVote(q: Handle, requestId: string, vote: Vote) {
  const values = { ...vote, comment: vote.comment ?? null };
  return q
    .insert(votes)
    .values({ requestId, slackId: vote.voter.slackId, ...values })
    .onConflictDoUpdate({ target: [votes.requestId, votes.slackId], set: values });
}

export async function deleteVote(q: Handle, requestId: string, slackId: string): Promise<void> {
  await q.delete(votes).where(and(eq(votes.requestId, requestId), eq(votes.slackId, slackId)));
}

export async function votesOn(q: Handle, requestId: string): Promise<Vote[]> {
  const rows = await q.select().from(votes).where(eq(votes.requestId, requestId)).orderBy(asc(votes.at));
  return rows.map(voteOf);
}

function voteOf({ voter, choice, fingerprint, policyHash, comment, at }: typeof votes.$inferSelect): Vote {
  return { voter, choice, fingerprint, policyHash, comment: comment ?? undefined, at };
}
