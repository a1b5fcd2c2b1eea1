import type { ModalView } from '@slack/types';
import type { RequestView } from '../../workflow/tell/request-view.ts';
import { callbacks, type VoteMetadata } from '../ids.ts';
import { escapeMrkdwn } from '../text.ts';
import { whatDecides } from './confirm.ts';
import { longestReason, personName, quoted } from './request-words.ts';
import { textForm } from './text-form.ts';

/** Asks a steward for the reason of a reject, which the requester reads. */
export function rejectForm(metadata: VoteMetadata): ModalView {
  const says = ['The requester and the channel will see your reason. Nothing changes in Domo.'];
  const title = `Reject #${metadata.number}`;
  return textForm({ callbackId: callbacks.rejectForm, metadata, title, submit: 'Reject', says, label: 'Reason' });
}

/** Asks the incoming owner why they won't have it. */
export function declineForm(metadata: VoteMetadata): ModalView {
  const says = ['The requester and the channel will see your reason. Nothing changes in Domo.'];
  const title = `Decline #${metadata.number}`;
  return textForm({ callbackId: callbacks.declineForm, metadata, title, submit: 'Decline', says, label: 'Reason' });
}

/** What an approval hangs on, whole, with room for a comment. */
export function approveForm(metadata: VoteMetadata, request: RequestView): ModalView {
  return textForm({
    callbackId: callbacks.approveForm,
    metadata,
    title: `Approve #${metadata.number}`,
    submit: 'Approve',
    says: [
      escapeMrkdwn(whatDecides(request)),
      `${quoted(request.reason, longestReason)}\n${personName(request.requester)}`,
    ],
    label: 'Comment',
    optional: true,
  });
}
