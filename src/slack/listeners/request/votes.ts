import type { MessageRef } from '../../../workflow/ports.ts';
import type { VoteClick } from '../../../workflow/vote/vote.ts';
import { callSlack } from '../../call-slack.ts';
import { actionIds, fieldIds, type RejectMetadata, readRejectMetadata, readVoteValue } from '../../ids.ts';
import { refusalSentence } from '../../refusals.ts';
import { replacedCard } from '../../views/lists.ts';
import { messageView } from '../../views/message-view.ts';
import { rejectForm } from '../../views/reject-form.ts';
import { quoted } from '../../views/request-words.ts';
import { type Answer, answerSubmission, notDone } from '../answer-submission.ts';
import { fieldOf, type ViewPayload } from '../payloads.ts';
import { type ListenerDeps, openModal, type Turn, tellPrivately, tellRefusal } from '../turn.ts';
import { linkMaker } from './links.ts';

/** Whatever is no message cannot be the recorded card. */
const nowhere: MessageRef = { channel: '', ts: '' };

/** `Approve`: the vote is stored before Slack is answered. */
export async function approve(deps: ListenerDeps, turn: Turn, value: string | undefined): Promise<void> {
  const { requestId, fingerprint } = readVoteValue(value);
  const message = turn.message ?? nowhere;
  const click: VoteClick = { requestId, slackId: turn.slackId, message, choice: 'approve', fingerprint };
  const outcome = await deps.workflow.vote(click);
  await turn.ack();
  if (outcome.ok) return;
  await tellRefusal(deps, turn, outcome.refusal);
  await retire(deps, requestId, message);
}

/** `Reject`: asks for the reason, of those who may reject now. */
export async function reject(deps: ListenerDeps, turn: Turn, value: string | undefined): Promise<void> {
  const { requestId, fingerprint } = readVoteValue(value);
  const message = turn.message ?? nowhere;
  const refusal = await deps.workflow.mayReject({ requestId, slackId: turn.slackId, message });
  if (refusal !== undefined) {
    await tellRefusal(deps, turn, refusal);
    return retire(deps, requestId, message);
  }
  const request = await deps.workflow.request(requestId);
  if (request === undefined) return tellRefusal(deps, turn, { why: 'no_such_request' });
  const form = rejectForm({ requestId, fingerprint, number: request.number, ...message });
  if ((await openModal(deps, turn, form)) !== 'too late') return;
  const words = 'Slack gave me too little time to open the form. Nothing was rejected: press `Reject` again.';
  await tellPrivately(deps, turn, { title: 'Not done', words, level: 'warning' });
}

/**
 * A card of which Slack's answer was lost was posted a second time, and nobody repaints the first one: once somebody
 * presses its buttons, it says where the request's card is.
 */
async function retire(deps: ListenerDeps, requestId: string, { channel, ts }: MessageRef): Promise<void> {
  const card = await deps.workflow.card(requestId);
  if (card === undefined || channel === '' || (card.channel === channel && card.ts === ts)) return;
  const request = await deps.workflow.request(requestId);
  if (request === undefined) return;
  const message = replacedCard(request, await linkMaker(deps));
  await callSlack(() => deps.client.web.chat.update({ channel, ts, ...message }));
}

/** The reason was given: this is the vote. */
export async function rejectSubmitted(deps: ListenerDeps, turn: Turn, view: ViewPayload): Promise<void> {
  const metadata = readRejectMetadata(view.private_metadata);
  const comment = fieldOf(view.state.values, actionIds.reason)?.field.value?.trim() ?? '';
  if (comment === '') {
    const errors = { [fieldIds.reason]: 'Say why: the requester reads it.' };
    return turn.ack({ response_action: 'errors', errors });
  }
  await answerSubmission(deps, turn, view.id, () => castReject(deps, turn, metadata, comment));
}

async function castReject(
  deps: ListenerDeps,
  turn: Turn,
  { requestId, fingerprint, channel, ts, number }: RejectMetadata,
  comment: string,
): Promise<Answer> {
  const message = { channel, ts };
  const click = { requestId, slackId: turn.slackId, message, fingerprint };
  const outcome = await deps.workflow.vote({ ...click, choice: 'reject', comment });
  if (!outcome.ok) return notDone(`${refusalSentence(outcome.refusal)}\nYou wrote:\n${quoted(comment, 800)}`);
  const words = `#${number} is rejected, and the requester is told why.`;
  return { view: messageView(`#${number} rejected`, words, 'success', 'section') };
}
