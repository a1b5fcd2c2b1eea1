import type { ModalView } from '@slack/types';
import { actionIds, callbacks, fieldIds, type RejectMetadata } from '../ids.ts';
import { plain, section } from './blocks.ts';
import { longestReason } from './owner-form.ts';

/** Asks the steward why. */
export function rejectForm(metadata: RejectMetadata): ModalView {
  return {
    type: 'modal',
    callback_id: callbacks.rejectForm,
    private_metadata: JSON.stringify(metadata),
    title: plain(`Reject #${metadata.number}`, 24),
    submit: plain('Reject', 24),
    close: plain('Cancel', 24),
    blocks: [
      section('The requester and the channel will see your reason. Nothing is written to Domo.'),
      {
        type: 'input',
        block_id: fieldIds.reason,
        label: plain('Reason', 2000),
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
