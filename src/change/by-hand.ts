import { isAfter, judgeBefore, type LiveDataset } from './live-item.ts';
import type { Change, ItemState } from './types.ts';

/** What a read shows of something that is to be done by hand. */
export type HandJudgement =
  | { done: 'yes' }
  /** `came back`: it was as asked, and its source has put the former columns back. */
  | { done: 'not yet' | 'came back' }
  /** As asked since this read, or since an earlier one: until its source has run once more it may still be put back. */
  | { done: 'until its source runs'; since: string }
  | { done: 'otherwise'; state: ItemState; reason?: string | undefined };

/**
 * Whether somebody has done it. Columns that a source sets count only when they are still there after its next run, which is known by when data
 * last came in. `shownSince`: when that was as the columns were first seen as asked; '' where Domo did not say.
 */
export function judgeByHand(
  change: Change,
  live: LiveDataset & { dataCurrentAt?: string | undefined },
  shownSince: string | undefined,
): HandJudgement {
  if (live.deleted !== true && isAfter(change, live)) {
    if (change.kind === 'owner') return { done: 'yes' };
    const { dataCurrentAt = '' } = live;
    const since = shownSince ?? dataCurrentAt;
    return dataCurrentAt > since ? { done: 'yes' } : { done: 'until its source runs', since };
  }
  const judgement = judgeBefore(change, live, false);
  if (judgement.next === 'settle' && judgement.state === 'drifted') return { done: 'otherwise', ...judgement };
  return { done: shownSince === undefined ? 'not yet' : 'came back' };
}
