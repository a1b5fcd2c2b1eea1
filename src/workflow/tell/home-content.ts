import type { OrphaningOwner } from '../../catalog/types.ts';
import type { NotifyChoice } from '../../change/types.ts';
import type { Refusal } from '../../change/votes/refusal.ts';
import type { RequestLine } from './request-view.ts';

/** Requests, or owners, in one part of Home; of those above it says only that there are more. */
export const homeList = 10;

/** What one person's Home shows. No request stands in it twice: the part that comes first has it. */
export interface HomeContent {
  toApprove: RequestLine[];
  /** By hand in Domo: theirs, or nobody's yet. */
  toDo: RequestLine[];
  yours: RequestLine[];
  orphaned: OrphaningOwner[];
  recent: (RequestLine & { opens: boolean })[];
  /** They may open every request: stewards and auditors. */
  readsAll: boolean;
  /** Whether this person may ask for changes, which a steward may not where `requesters` does not name them. */
  asks: boolean;
  /** What this person chose to hear of. */
  notify: NotifyChoice;
}

/** People who may not look get the reason, or what is for them to do by hand, and no more. */
export type HomeShown =
  | { ok: true; content: HomeContent }
  | { ok: true; toDo: RequestLine[] }
  | { ok: false; refusal: Refusal };
