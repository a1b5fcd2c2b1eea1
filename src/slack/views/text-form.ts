import type { ModalView } from '@slack/types';
import { actionIds, fieldIds } from '../ids.ts';
import { plain, section } from './blocks.ts';
import { longestReason } from './request-words.ts';

export interface TextForm {
  callbackId: string;
  /** What the form remembers. */
  metadata: object;
  title: string;
  submit: string;
  /** Above the field, a section each; mrkdwn. */
  says: string[];
  label: string;
  optional?: boolean;
}

/** A form of one text field, for a comment, a reason, a question or an answer. */
export function textForm({ callbackId, metadata, title, submit, says, label, optional = false }: TextForm): ModalView {
  return {
    type: 'modal',
    callback_id: callbackId,
    private_metadata: JSON.stringify(metadata),
    title: plain(title, 24),
    submit: plain(submit, 24),
    close: plain('Cancel', 24),
    blocks: [
      ...says.map((text) => section(text)),
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
