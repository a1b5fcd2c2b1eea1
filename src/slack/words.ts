import type { ItemCounts } from '../change/states.ts';
import type { Door, ItemState, RequestState, Risk } from '../change/types.ts';

/** What people read for what the code calls a state, an outcome or a risk. The one place for these words. */

export const stateWords: Record<Exclude<RequestState, 'failed'>, string> = {
  preparing: '⏳ Being prepared',
  pending: '⏳ Waiting for approval',
  approved: '⚙️ Approved, starting now',
  applying: '⚙️ Changing now',
  applied: '✅ Changed and checked',
  partly_applied: '⚠️ Partly changed',
  invalid: "❌ Couldn't be prepared",
  rejected: '❌ Rejected',
  withdrawn: '❌ Withdrawn',
  expired: '❌ Expired',
};

/** Of a request whose run is over, while people are waited for. */
export const handWords = '🖐 To do by hand in Domo';

/** Of one dataset that somebody has done. */
export const doneByHandWords = 'done by hand, checked in Domo';

/** Of a request that failed. What Domo took and does not show may be there all the same. */
export function nothingWords({ unverified }: Pick<ItemCounts, 'unverified'>): string {
  return unverified > 0 ? 'Nothing confirmed' : 'Nothing changed';
}

/** How a request stands, in a few words. */
export function standsAs(state: RequestState, counts: Pick<ItemCounts, 'unverified'>): string {
  return state === 'failed' ? `❌ ${nothingWords(counts)}` : stateWords[state];
}

/** Of what the incoming owner would not have. */
export const declinedWords = '❌ Declined';

/** The same in a sentence: “this request …”. */
export const stateClauses: Record<RequestState, string> = {
  preparing: 'is being prepared',
  pending: 'is waiting for approval',
  approved: 'was approved',
  applying: 'is being changed now',
  applied: 'is done',
  partly_applied: 'is partly done',
  failed: 'ended without a confirmed change',
  invalid: "couldn't be prepared",
  rejected: 'was rejected',
  withdrawn: 'was withdrawn',
  expired: 'expired',
};

/** Of one dataset. */
export const outcomeWords: Record<ItemState, string> = {
  waiting: 'not started',
  writing: 'in progress',
  by_hand: "to do by hand in Domo; I'll check it",
  verified: 'changed and checked in Domo',
  already: 'already so in Domo',
  drifted: 'skipped: changed in Domo in the meantime',
  refused: 'Domo refused it',
  unverified: 'Domo accepted it but shows something else',
  failed: 'no answer from Domo',
  stopped: 'not started',
};

/** Behind a number of datasets. */
export const countWords: Record<ItemState, string> = {
  waiting: 'not started',
  writing: 'in progress',
  by_hand: 'to do by hand',
  verified: 'changed and checked',
  already: 'already so',
  drifted: 'skipped',
  refused: 'denied',
  unverified: 'not confirmed',
  failed: 'not done',
  stopped: 'not started',
};

/** How one dataset is written, where it is not by the OAuth client. */
export const doorWords: Record<Exclude<Door, 'public'>, string> = {
  product: 'with the admin token (product API)',
  hand: 'by hand in Domo',
};

export const riskWords: Record<Risk, string> = {
  safe: 'Safe',
  caution: 'Check first',
  breaking: 'Breaking',
  blocked: 'Not possible',
};

export const riskEmoji: Record<Risk, string> = { safe: '🟢', caution: '🟡', breaking: '🔴', blocked: '⛔' };
