import { fieldIds, readAnswerMetadata, readVoteMetadata, readVoteValue } from '../../ids.ts';
import { messageView } from '../../views/message-view.ts';
import { personName } from '../../views/request-words.ts';
import { answerForm, questionForm } from '../../views/talk-forms.ts';
import type { Delivery, Sent } from '../delivery.ts';
import type { ListenerDeps } from '../deps.ts';
import type { FormReply } from '../form.ts';
import { notDone, type Reply, refused } from '../reply.ts';
import { refusedWith, typedText } from './typed-text.ts';

const tooLate = notDone("The form didn't open in time. Click the button again.");

/** `Ask`, on the card or under `Details`: a form, for those who may decide now. */
export async function ask(deps: ListenerDeps, { slackId, value, message }: Delivery): Promise<Reply> {
  const { requestId, fingerprint } = readVoteValue(value);
  const may = await deps.workflow.mayQuestion({ requestId, slackId, place: message ?? 'details' });
  if (!may.ok) return refused(may.refusal);
  const view = questionForm({ requestId, fingerprint, number: may.number, card: message }, may.requester.name);
  return { open: { view, late: tooLate } };
}

/** The question was typed. */
export async function questionSubmitted(deps: ListenerDeps, sent: Sent): Promise<FormReply> {
  const { requestId, card } = readVoteMetadata(sent.view.private_metadata);
  const text = typedText(sent);
  if (text === '') return { errors: { [fieldIds.reason]: 'Write your question.' } };
  const { slackId } = sent;
  return {
    save: async () => {
      const place = card ?? 'details';
      const outcome = await deps.workflow.askRequester({
        requestId,
        slackId,
        place,
        text,
        submissionKey: sent.view.id,
      });
      if (!outcome.ok) return refusedWith(outcome.refusal, text);
      const words = `I'll message you when ${personName({ name: outcome.requester })} answers.`;
      return { view: messageView('Asked', words) };
    },
  };
}

/** `Answer`, in the requester's message. */
export async function openAnswer(deps: ListenerDeps, { slackId, value }: Delivery): Promise<Reply> {
  const metadata = readAnswerMetadata(value);
  const found = await deps.workflow.questionToAnswer(metadata.questionId, slackId);
  if (!found.ok) return refused(found.refusal);
  return { open: { view: answerForm(metadata, found.question), late: tooLate } };
}

/** The answer was typed. */
export async function answerSubmitted(deps: ListenerDeps, sent: Sent): Promise<FormReply> {
  const { questionId, number } = readAnswerMetadata(sent.view.private_metadata);
  const text = typedText(sent);
  if (text === '') return { errors: { [fieldIds.reason]: 'Write your answer.' } };
  return {
    save: async () => {
      const outcome = await deps.workflow.answerQuestion({ questionId, slackId: sent.slackId, text });
      if (!outcome.ok) return refusedWith(outcome.refusal, text);
      return { view: messageView('Answered', `Your answer is on the card of #${number}.`) };
    },
  };
}
