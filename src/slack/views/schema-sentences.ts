import { countOf, cut } from '../text.ts';

/** Two of them are as much as one reads beside a field. */
const longestReason = 280;

/** What the schema form says when something is not as the person thinks. All are plain text. */
export const schemaSentences = {
  stale: 'The columns were edited in the meantime. This is the newest version, with your last edit in it.',
  reloaded: 'The change was edited in the meantime. This is the newest version: check it, then send it.',
  gone: 'These edits were already sent, or are older than a day. Choose the dataset again to start over.',
  goneBelow: 'These edits were already sent, or are older than a day. Close this form and start over.',
  notLoaded: 'Choose a dataset and wait until its columns are shown.',
  otherDataset: 'These columns belong to another dataset. Wait a moment, or choose the dataset again.',
  noReason: 'Add a reason for the stewards.',
  noChange: 'Nothing is changed yet. Add, rename, move or remove a column, or change its type.',
  noName: 'Give the column a name.',
  noType: 'Choose a type.',
  noPlace: 'Choose the column that it should come after, or First.',
  columnGone: 'This column is no longer in the list. Go back to see the newest version.',
  textStale:
    'The columns were edited in the meantime. Copy what you need from here, go back, and edit the newest version.',
  pastedBelow: 'These columns are in the other fields too. Clear the other fields to replace the list.',
  noColumns: 'No column is left. A dataset needs at least one: paste the columns it should have.',
  reviewStale: 'The change or its reason was edited in the meantime. Go back to see the newest version.',
  tooSlow: "The form didn't open in time. Try again.",
} as const;

/** The first reasons why a change cannot be asked for. A column may be filtered on by hundreds of policies: a field has room for some. */
export function blockedSentence(reasons: string[]): string {
  const more = reasons.length > 2 ? ` And ${countOf(reasons.length - 2, 'more reason')}.` : '';
  const shown = reasons.slice(0, 2).map((reason) => cut(reason, longestReason));
  return shown.join(' ') + more;
}
