import type { Element } from './block-kit/elements.ts';
import type { Option } from './block-kit/texts.ts';

/** What one field holds, in the shape of Slack's `state.values`. */
export interface FieldValue {
  type: Element['type'];
  value?: string | null;
  selected_option?: Option | null;
  selected_options?: Option[];
  selected_user?: string | null;
  selected_users?: string[];
  selected_channel?: string | null;
  selected_channels?: string[];
  selected_conversation?: string | null;
  selected_conversations?: string[];
  selected_date?: string | null;
}

/** By block id, then action id. */
export type FieldValues = Record<string, Record<string, FieldValue>>;
