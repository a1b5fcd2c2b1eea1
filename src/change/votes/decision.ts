import type { Acceptance, Decision, RequestState, Vote } from '../types.ts';

/** The vote or the acceptance that settled the request. `decidedAt` null: none has, or a recount undid it. */
export function decisionAmong(
  { state, decidedAt }: { state: RequestState; decidedAt: Date | null },
  votes: Vote[],
  acceptance: Acceptance | undefined,
): Decision | undefined {
  if (decidedAt === null) return undefined;
  const isRejected = state === 'rejected';
  const vote = votes.filter(({ choice }) => choice === (isRejected ? 'reject' : 'approve')).at(-1);
  const answer = acceptance?.choice === (isRejected ? 'decline' : 'accept') ? acceptance : undefined;
  // Of an approval, what completed it.
  if (answer !== undefined && (vote === undefined || answer.at >= vote.at)) {
    const { owner: by, choice, comment, at } = answer;
    return { by, choice, comment, at };
  }
  if (vote === undefined) return undefined;
  const { voter: by, choice, comment, at } = vote;
  return { by, choice, comment, at };
}
