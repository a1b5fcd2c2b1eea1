import { type ItemState, itemStates, openStates, type RequestState } from './types.ts';

const transitions: Record<RequestState, readonly RequestState[]> = {
  preparing: ['pending', 'invalid', 'withdrawn'],
  pending: ['approved', 'rejected', 'withdrawn', 'expired'],
  approved: ['applying', 'pending', 'failed', 'expired'],
  applying: ['applied', 'partly_applied', 'failed'],
  applied: [],
  partly_applied: [],
  failed: [],
  invalid: [],
  rejected: [],
  withdrawn: [],
  expired: [],
};

export function mayBecome(from: RequestState, to: RequestState): boolean {
  return transitions[from].includes(to);
}

/** In which states what a request asks for counts for the rules of later ones. */
export const countedStates: readonly RequestState[] = [...openStates, 'applied', 'partly_applied', 'failed'];

/** Whether a request in this state holds its datasets. */
export function isOpen(state: RequestState): boolean {
  return (openStates as readonly RequestState[]).includes(state);
}

/** Whether its requester may still take it back. */
export function isUndecided(state: RequestState): boolean {
  return state === 'preparing' || state === 'pending';
}

/** Something is still to become of an item in one of these. */
export const unsettledStates = ['waiting', 'writing', 'by_hand'] as const satisfies ItemState[];

export type ItemCounts = Record<ItemState, number>;

export function noItems(): ItemCounts {
  return Object.fromEntries(itemStates.map((state) => [state, 0])) as ItemCounts;
}

/** What a request is once all its items are settled: `applied` when Domo has every one, `failed` when it has none. */
export function outcomeOf(counts: ItemCounts): 'applied' | 'partly_applied' | 'failed' {
  const done = counts.verified + counts.already;
  const total = itemStates.reduce((sum, state) => sum + counts[state], 0);
  if (done === 0) return 'failed';
  return done === total ? 'applied' : 'partly_applied';
}

/**
 * How many minutes the rest of a run will take at its pace since `startedAt`, rounded up. Undefined while there is nothing
 * to go by: fewer than 10 are settled, or none is left.
 */
export function minutesLeft(counts: ItemCounts, startedAt: Date, now: Date): number | undefined {
  const open = counts.waiting + counts.writing;
  const settled = itemStates.reduce((sum, state) => sum + counts[state], 0) - open - counts.by_hand;
  const elapsed = now.getTime() - startedAt.getTime();
  if (settled < 10 || open === 0 || elapsed <= 0) return undefined;
  return Math.ceil((elapsed / settled) * (open / 60_000));
}
