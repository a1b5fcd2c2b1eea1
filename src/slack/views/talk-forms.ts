import type { Button, ModalView } from '@slack/types';
import type { QuestionView, RequestView } from '../../workflow/tell/request-view.ts';
import { type AnswerMetadata, actionIds, callbacks, type VoteMetadata } from '../ids.ts';
import { escapeMrkdwn, oneLine } from '../text.ts';
import { button } from './blocks.ts';
import { detailsButton } from './card-buttons.ts';
import { longestReason, personName, quoted, title as titleOf } from './request-words.ts';
import { textForm } from './text-form.ts';

/** What the requester, or who asked, is told. */
export function questionLines(about: 'question' | 'answer', request: RequestView, question: QuestionView): string[] {
  const name = `*${escapeMrkdwn(titleOf(request))}*`;
  if (about === 'question')
    return [`${personName(question.asker)} asks about ${name}`, quoted(question.text, longestReason)];
  return [`${personName(request.requester)} answered on ${name}`, quoted(question.answer?.text ?? '', longestReason)];
}

export function questionButtons(about: 'question' | 'answer', request: RequestView, question: QuestionView): Button[] {
  const value = JSON.stringify({ questionId: question.id, number: request.number });
  const answer = button({ text: 'Answer', actionId: actionIds.answer, value, style: 'primary' });
  return [...(about === 'question' && question.answer === undefined ? [answer] : []), ...detailsButton(request)];
}

/** Asks a steward what they want to know. */
export function questionForm(metadata: VoteMetadata, requester: string): ModalView {
  const says = `${escapeMrkdwn(oneLine(requester, 50))} gets your question, and the card shows it.`;
  const title = `Ask about #${metadata.number}`;
  return textForm({
    callbackId: callbacks.questionForm,
    metadata,
    title,
    submit: 'Ask',
    says: [says],
    label: 'Question',
  });
}

export function answerForm(metadata: AnswerMetadata, question: QuestionView): ModalView {
  const says = `${personName(question.asker)} asks:\n${quoted(question.text, longestReason)}`;
  const title = `Answer on #${metadata.number}`;
  return textForm({
    callbackId: callbacks.answerForm,
    metadata,
    title,
    submit: 'Answer',
    says: [says],
    label: 'Answer',
  });
}
