import { countOf, cut } from '../text.ts';

/** Two of them are as much as one reads beside a field. */
const longestReason = 280;

/** What the schema form says when something is not as the person thinks. All are plain text. */
export const schemaSentences = {
  stale: 'The columns were edited since this was shown: this is the newest, with your last edit in it.',
  reloaded: 'The change was edited since this was shown: this is the newest. Look through it, then send it.',
  gone: 'The edits of this form were sent already, or are older than a day. Choose the dataset again to begin anew.',
  goneBelow: 'The edits of this form were sent already, or are older than a day. Close it and begin anew.',
  notLoaded: 'Choose a dataset and wait until its columns are shown.',
  otherDataset: 'The columns shown are those of another dataset. Wait a moment, or choose the dataset again.',
  noReason: 'Say why: the stewards decide by it.',
  noChange: 'Nothing is changed yet. Add, rename, retype, move or remove a column first.',
  noName: 'Give the column a name.',
  noType: 'Choose a type.',
  columnGone: 'This column is no longer in the list: it was taken out since this was shown. Go back and look.',
  textStale:
    'The columns were edited since this was shown. Copy what you need from here, go back, and edit the newest.',
  pastedBelow: 'These columns stand in the other fields already. Clear the other fields to replace the list.',
  noColumns: 'No column is left. A dataset needs at least one: paste the columns that it shall have.',
  reviewStale: 'The change or its reason was edited since this was shown. Go back: the form shows the newest.',
  tooSlow: 'Slack lost patience before that form could open. Press it once more.',
} as const;

export function positionSentence(places: number): string {
  return `Give a whole number from 1 to ${places}.`;
}

/** The first reasons why a change cannot be asked for. A column may be filtered on by hundreds of policies: a field has room for some. */
export function blockedSentence(reasons: string[]): string {
  const more = reasons.length > 2 ? ` And ${countOf(reasons.length - 2, 'more reason')}.` : '';
  const shown = reasons.slice(0, 2).map((reason) => cut(reason, longestReason));
  return shown.join(' ') + more;
}
