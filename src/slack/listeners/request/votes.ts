import type { MessageRef } from '../../../workflow/ports.ts';
import { callSlack } from '../../call-slack.ts';
import { actionIds, fieldIds, type RejectMetadata, readRejectMetadata, readVoteValue } from '../../ids.ts';
import { refusalSentence } from '../../refusals.ts';
import { replacedCard } from '../../views/lists.ts';
import { messageView } from '../../views/message-view.ts';
import { rejectForm } from '../../views/reject-form.ts';
import { quoted } from '../../views/request-words.ts';
import type { Delivery, Sent } from '../delivery.ts';
import type { ListenerDeps } from '../deps.ts';
import type { FormReply } from '../form.ts';
import { fieldOf } from '../payloads.ts';
import { notDone, type Reply, refused } from '../reply.ts';
import { linkMaker } from './links.ts';

/** Whatever is no message cannot be the recorded card. */
const nowhere: MessageRef = { channel: '', ts: '' };

/** `Approve`: the vote is stored before Slack is answered. */
export async function approve(deps: ListenerDeps, { slackId, value, message = nowhere }: Delivery): Promise<Reply> {
  const { requestId, fingerprint } = readVoteValue(value);
  const outcome = await deps.workflow.vote({ requestId, slackId, message, choice: 'approve', fingerprint });
  if (outcome.ok) return {};
  return { ...refused(outcome.refusal), after: () => retire(deps, requestId, message) };
}

/** `Reject`: asks for the reason, of those who may reject now. */
export async function reject(deps: ListenerDeps, { slackId, value, message = nowhere }: Delivery): Promise<Reply> {
  const { requestId, fingerprint } = readVoteValue(value);
  const refusal = await deps.workflow.mayReject({ requestId, slackId, message });
  if (refusal !== undefined) return { ...refused(refusal), after: () => retire(deps, requestId, message) };
  const request = await deps.workflow.request(requestId);
  if (request === undefined) return refused({ why: 'no_such_request' });
  const view = rejectForm({ requestId, fingerprint, number: request.number, ...message });
  return { open: { view, late: notDone("The form didn't open in time. Nothing was rejected: click `Reject` again.") } };
}

/**
 * A card of which Slack's answer was lost was posted a second time, and nobody repaints the first one: once somebody
 * clicks its buttons, it says where the request's card is.
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
export async function rejectSubmitted(deps: ListenerDeps, { slackId, view }: Sent): Promise<FormReply> {
  const metadata = readRejectMetadata(view.private_metadata);
  const comment = fieldOf(view.state.values, actionIds.reason)?.field.value?.trim() ?? '';
  if (comment === '') return { errors: { [fieldIds.reason]: 'Say why: the requester reads it.' } };
  return { save: () => castReject(deps, slackId, metadata, comment) };
}

async function castReject(
  deps: ListenerDeps,
  slackId: string,
  { requestId, fingerprint, channel, ts, number }: RejectMetadata,
  comment: string,
): Promise<Reply> {
  const message = { channel, ts };
  const outcome = await deps.workflow.vote({ requestId, slackId, message, fingerprint, choice: 'reject', comment });
  if (!outcome.ok) return notDone(`${refusalSentence(outcome.refusal)}\nYou wrote:\n${quoted(comment, 800)}`);
  const words = `#${number} is rejected, and the requester is told why.`;
  return { view: messageView(`#${number} rejected`, words, 'success', 'section') };
}
