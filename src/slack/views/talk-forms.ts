import type { Button, ModalView } from '@slack/types';
import type { QuestionView, RequestView } from '../../workflow/tell/request-view.ts';
import { type AnswerMetadata, actionIds, callbacks, fieldIds, type VoteMetadata } from '../ids.ts';
import { escapeMrkdwn, oneLine } from '../text.ts';
import { button, plain, section } from './blocks.ts';
import { detailsButton } from './card-buttons.ts';
import { longestReason, personName, quoted, title } from './request-words.ts';

/** What the requester, or who asked, is told. */
export function questionLines(about: 'question' | 'answer', request: RequestView, question: QuestionView): string[] {
  const name = `*${escapeMrkdwn(title(request))}*`;
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
  return talkForm(callbacks.questionForm, metadata, `Ask about #${metadata.number}`, 'Ask', 'Question', says);
}

export function answerForm(metadata: AnswerMetadata, question: QuestionView): ModalView {
  const says = `${personName(question.asker)} asks:\n${quoted(question.text, longestReason)}`;
  return talkForm(callbacks.answerForm, metadata, `Answer on #${metadata.number}`, 'Answer', 'Answer', says);
}

function talkForm(
  callbackId: string,
  metadata: object,
  heading: string,
  submit: string,
  label: string,
  says: string,
): ModalView {
  return {
    type: 'modal',
    callback_id: callbackId,
    private_metadata: JSON.stringify(metadata),
    title: plain(heading, 24),
    submit: plain(submit, 24),
    close: plain('Cancel', 24),
    blocks: [
      section(says),
      {
        type: 'input',
        block_id: fieldIds.reason,
        label: plain(label, 2000),
        element: {
          type: 'plain_text_input',
          action_id: actionIds.reason,
          multiline: true,
          max_length: longestReason,
          focus_on_load: true,
        },
      },
    ],
  };
}
