import type { MessageRef } from '../../../workflow/ports.ts';
import { callSlack } from '../../call-slack.ts';
import { readVoteMetadata, readVoteValue } from '../../ids.ts';
import { messageView } from '../../views/message-view.ts';
import { replacedCard } from '../../views/replaced-card.ts';
import { approveForm, reasonForm } from '../../views/vote-form.ts';
import type { Delivery, Sent } from '../delivery.ts';
import type { ListenerDeps } from '../deps.ts';
import type { FormReply } from '../form.ts';
import { notDone, type Reply, refused } from '../reply.ts';
import { linkMaker } from './links.ts';
import { reasonMissing, refusedWith, typedText } from './typed-text.ts';

/** Whatever is no message cannot be the recorded card. */
const nowhere: MessageRef = { channel: '', ts: '' };

/** `Approve`: the vote is stored before Slack is answered, unless Slack's time is nearly over. */
export async function approve(deps: ListenerDeps, { slackId, value, message = nowhere }: Delivery): Promise<Reply> {
  const { requestId, fingerprint } = readVoteValue(value);
  const outcome = await deps.workflow.vote({ requestId, slackId, place: message, choice: 'approve', fingerprint });
  if (outcome.ok) return {};
  return { ...refused(outcome.refusal), after: () => markReplaced(deps, requestId, message) };
}

/** A form with room for a reason or a comment, for those who may decide now: of the card, or above `Details`. */
export async function openVote(
  deps: ListenerDeps,
  { slackId, value, message: card }: Delivery,
  choice: 'approve' | 'reject',
): Promise<Reply> {
  const { requestId, fingerprint } = readVoteValue(value);
  const may = await deps.workflow.mayVote({ requestId, slackId, place: card ?? 'details' }, choice);
  if (!may.ok) return { ...refused(may.refusal), after: () => markReplaced(deps, requestId, card) };
  const metadata = { requestId, fingerprint, number: may.number, card };
  const late = notDone("The form didn't open in time. Nothing was decided: click the button again.");
  if (choice === 'reject') return { open: { view: reasonForm(metadata, 'Reject'), late } };
  const request = await deps.workflow.requestById(requestId, 'now');
  if (request === undefined) return refused({ why: 'no_such_request' });
  return { open: { view: approveForm(metadata, request), late } };
}

/**
 * A card of which Slack's answer was lost was posted a second time, and nobody repaints the first one: once somebody
 * clicks its buttons, it says where the request's card is.
 */
async function markReplaced(deps: ListenerDeps, requestId: string, message = nowhere): Promise<void> {
  const { channel, ts } = message;
  const card = await deps.workflow.cardOfRequest(requestId);
  if (card === undefined || channel === '' || (card.channel === channel && card.ts === ts)) return;
  const request = await deps.workflow.requestById(requestId);
  if (request === undefined) return;
  const replaced = replacedCard(request, await linkMaker(deps));
  await callSlack(() => deps.client.web.chat.update({ channel, ts, ...replaced }));
}

/** The reason was given: this is the vote. */
export async function rejectSubmitted(deps: ListenerDeps, sent: Sent): Promise<FormReply> {
  if (typedText(sent) === '') return reasonMissing;
  return { save: () => voteByForm(deps, sent, 'reject') };
}

/** `Approve` was sent, with a comment or without. */
export async function approveSubmitted(deps: ListenerDeps, sent: Sent): Promise<FormReply> {
  return { save: () => voteByForm(deps, sent, 'approve') };
}

async function voteByForm(deps: ListenerDeps, sent: Sent, choice: 'approve' | 'reject'): Promise<Reply> {
  const { requestId, fingerprint, card, number } = readVoteMetadata(sent.view.private_metadata);
  const comment = typedText(sent);
  const outcome = await deps.workflow.vote({
    requestId,
    slackId: sent.slackId,
    place: card ?? 'details',
    choice,
    fingerprint,
    comment: comment || undefined,
  });
  if (!outcome.ok) return refusedWith(outcome.refusal, comment);
  const [title, words] =
    choice === 'reject'
      ? [`#${number} rejected`, "I'll tell the requester why."]
      : [`#${number} approved`, approvalWords(outcome)];
  return { view: messageView(title, words) };
}

function approvalWords({ settled, awaits }: { settled: boolean; awaits?: 'acceptance' | undefined }): string {
  if (settled) return 'Starting now.';
  return `Your approval counts. ${awaits === 'acceptance' ? 'Now the new owner must accept.' : 'More are needed.'}`;
}
