import type { ModalView } from '@slack/types';
import type { RequestView } from '../../workflow/tell/request-view.ts';
import { callbacks, type VoteMetadata } from '../ids.ts';
import { escapeMrkdwn } from '../text.ts';
import { confirmText } from './confirm.ts';
import { textForm } from './text-form.ts';

/** Asks a steward for the reason of a reject, which the requester reads. */
export function rejectForm(metadata: VoteMetadata): ModalView {
  const says = 'The requester and the channel will see your reason. Nothing changes in Domo.';
  const title = `Reject #${metadata.number}`;
  return textForm({ callbackId: callbacks.rejectForm, metadata, title, submit: 'Reject', says, label: 'Reason' });
}

/** The question of the card once more, with room for a comment. */
export function approveForm(metadata: VoteMetadata, request: RequestView): ModalView {
  return textForm({
    callbackId: callbacks.approveForm,
    metadata,
    title: `Approve #${metadata.number}`,
    submit: 'Approve',
    says: escapeMrkdwn(confirmText(request)),
    label: 'Comment',
    optional: true,
  });
}
