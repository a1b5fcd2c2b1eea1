import type { ModalView } from '@slack/types';
import type { RequestView } from '../../workflow/tell/request-view.ts';
import { callbacks, type VoteMetadata } from '../ids.ts';
import { escapeMrkdwn } from '../text.ts';
import { whatDecides } from './confirm.ts';
import { longestReason, personName, quoted } from './request-words.ts';
import { textForm } from './text-form.ts';

/** Asks a steward for the reason of a reject, or the incoming owner why they won't have it: the requester reads it. */
export function reasonForm(metadata: VoteMetadata, deed: 'Reject' | 'Decline'): ModalView {
  const callbackId = deed === 'Reject' ? callbacks.rejectForm : callbacks.declineForm;
  const says = ['The requester and the channel will see your reason. Nothing changes in Domo.'];
  return textForm({ callbackId, metadata, title: `${deed} #${metadata.number}`, submit: deed, says, label: 'Reason' });
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
