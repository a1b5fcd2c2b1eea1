import type { RequestState, Vote } from '../types.ts';

/** The vote that settled the request. `decidedAt` null: none has, or a recount undid it. */
export function decisionAmong(
  { state, decidedAt }: { state: RequestState; decidedAt: Date | null },
  votes: Vote[],
): Vote | undefined {
  if (decidedAt === null) return undefined;
  const choice = state === 'rejected' ? 'reject' : 'approve';
  return votes.filter((each) => each.choice === choice).at(-1);
}
