import { readVoteMetadata, readVoteValue } from '../../ids.ts';
import { messageView } from '../../views/message-view.ts';
import { reasonForm } from '../../views/vote-form.ts';
import type { Delivery, Sent } from '../delivery.ts';
import type { ListenerDeps } from '../deps.ts';
import type { FormReply } from '../form.ts';
import { notDone, type Reply, refused } from '../reply.ts';
import { detailsAgain } from './details.ts';
import { reasonMissing, refusedWith, typedText } from './typed-text.ts';

/** `Accept`, in the incoming owner's message or under `Details`: stored before Slack is answered. */
export async function accept(deps: ListenerDeps, { slackId, value, view }: Delivery): Promise<Reply> {
  const { requestId, fingerprint } = readVoteValue(value);
  const outcome = await deps.workflow.accept({ requestId, slackId, choice: 'accept', fingerprint });
  if (!outcome.ok) return refused(outcome.refusal);
  return view === undefined ? {} : detailsAgain(deps, slackId, view);
}

/** `Decline`: asks for the reason, of whoever may decline now. */
export async function decline(deps: ListenerDeps, { slackId, value }: Delivery): Promise<Reply> {
  const { requestId, fingerprint } = readVoteValue(value);
  const may = await deps.workflow.mayAccept({ requestId, slackId, choice: 'decline' });
  if (!may.ok) return refused(may.refusal);
  const view = reasonForm({ requestId, fingerprint, number: may.number }, 'Decline');
  const late = notDone("The form didn't open in time. Nothing was declined: click `Decline` again.");
  return { open: { view, late } };
}

/** The reason was given: this is the answer. */
export async function declineSubmitted(deps: ListenerDeps, sent: Sent): Promise<FormReply> {
  const { requestId, fingerprint, number } = readVoteMetadata(sent.view.private_metadata);
  const comment = typedText(sent);
  if (comment === '') return reasonMissing;
  return {
    save: async () => {
      const answer = { requestId, slackId: sent.slackId, choice: 'decline', fingerprint, comment } as const;
      const outcome = await deps.workflow.accept(answer);
      if (!outcome.ok) return refusedWith(outcome.refusal, comment);
      return { view: messageView(`#${number} declined`, "I'll tell the requester why.") };
    },
  };
}
