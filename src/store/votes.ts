import { and, asc, eq } from 'drizzle-orm';
import type { Vote } from '../change/types.ts';
import type { Handle } from './database.ts';
import { messages, requests, votes } from './tables.ts';

/** Keeps a vote; a person's earlier one, which no longer counted, is replaced. */
export async function saveVote(q: Handle, requestId: string, vote: Vote): Promise<void> {
  const { voter, ...rest } = vote;
  const values = { ...rest, voter, comment: vote.comment ?? null };
  await q
    .insert(votes)
    .values({ requestId, slackId: voter.slackId, ...values })
    .onConflictDoUpdate({ target: [votes.requestId, votes.slackId], set: values });
}

export async function deleteVote(q: Handle, requestId: string, slackId: string): Promise<void> {
  await q.delete(votes).where(and(eq(votes.requestId, requestId), eq(votes.slackId, slackId)));
}

/** What is on a request's ballot, in one statement. */
export async function votesAndCard(
  q: Handle,
  requestId: string,
): Promise<{ votes: Vote[]; card: { channel: string; ts: string } | undefined }> {
  const rows = await q
    .select({ vote: votes, card: { channel: messages.channel, ts: messages.ts } })
    .from(requests)
    .leftJoin(votes, eq(votes.requestId, requests.id))
    .leftJoin(messages, and(eq(messages.requestId, requests.id), eq(messages.purpose, 'card')))
    .where(eq(requests.id, requestId))
    .orderBy(asc(votes.at));
  return { votes: rows.flatMap(({ vote }) => (vote === null ? [] : voteOf(vote))), card: rows[0]?.card ?? undefined };
}

export async function votesOn(q: Handle, requestId: string): Promise<Vote[]> {
  const rows = await q.select().from(votes).where(eq(votes.requestId, requestId)).orderBy(asc(votes.at));
  return rows.map(voteOf);
}

function voteOf({ voter, choice, fingerprint, policyHash, comment, at }: typeof votes.$inferSelect): Vote {
  return { voter, choice, fingerprint, policyHash, comment: comment ?? undefined, at };
}
