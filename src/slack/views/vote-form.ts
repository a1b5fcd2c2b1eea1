import type { ModalView } from '@slack/types';
import type { RequestView } from '../../workflow/tell/request-view.ts';
import { actionIds, callbacks, fieldIds, type VoteMetadata } from '../ids.ts';
import { escapeMrkdwn } from '../text.ts';
import { plain, section } from './blocks.ts';
import { confirmText } from './confirm.ts';
import { longestReason } from './request-words.ts';

/** Asks a steward for the reason of a reject, which the requester reads. */
export function rejectForm(metadata: VoteMetadata): ModalView {
  const says = 'The requester and the channel will see your reason. Nothing changes in Domo.';
  return voteForm(metadata, 'Reject', says, { label: 'Reason', optional: false });
}

/** The question of the card once more, with room for a comment. */
export function approveForm(metadata: VoteMetadata, request: RequestView): ModalView {
  return voteForm(metadata, 'Approve', escapeMrkdwn(confirmText(request)), { label: 'Comment', optional: true });
}

function voteForm(
  metadata: VoteMetadata,
  verb: 'Approve' | 'Reject',
  says: string,
  { label, optional }: { label: string; optional: boolean },
): ModalView {
  return {
    type: 'modal',
    callback_id: verb === 'Approve' ? callbacks.approveForm : callbacks.rejectForm,
    private_metadata: JSON.stringify(metadata),
    title: plain(`${verb} #${metadata.number}`, 24),
    submit: plain(verb, 24),
    close: plain('Cancel', 24),
    blocks: [
      section(says),
      {
        type: 'input',
        block_id: fieldIds.reason,
        label: plain(label, 2000),
        optional,
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
