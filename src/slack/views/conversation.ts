import type { RequestView } from '../../workflow/tell/request-view.ts';
import { countOf, slackDate } from '../text.ts';
import { longestReason, personName, quotedInline } from './request-words.ts';

/** The newest question that is open, else the newest answer: a line for the card. mrkdwn. */
export function conversationLine({ questions, requester }: RequestView): string[] {
  const open = questions.filter(({ answer }) => answer === undefined);
  const newest = open.at(-1) ?? questions.at(-1);
  if (newest === undefined) return [];
  const asks = `${personName(newest.asker)} asks: ${quotedInline(newest.text, 200)}`;
  if (newest.answer !== undefined)
    return [`${asks} · ${personName(requester)}: ${quotedInline(newest.answer.text, 200)}`];
  const more = open.length > 1 ? ` · ${countOf(open.length - 1, 'more question')} in Details` : '';
  return [`${asks} · waiting for ${personName(requester)}${more}`];
}

/** What was written in the card's thread, for `Details`, a line each. mrkdwn. */
export function threadLines({ replies = [] }: RequestView): string[] {
  return replies.map(({ author, at, text, edited }) => {
    const said = text === undefined ? 'deleted in Slack' : quotedInline(text, longestReason);
    return `${slackDate(at)} · ${personName(author)}: ${said}${edited && text !== undefined ? ' (edited)' : ''}`;
  });
}
