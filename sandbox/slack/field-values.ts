import type { Block } from './block-kit/blocks.ts';
import { elementsOf } from './block-kit/check-blocks.ts';
import type { Element } from './block-kit/elements.ts';
import type { FieldValue, FieldValues } from './field-value.ts';
import { chosenIds } from './menus.ts';

/**
 * The fields of these blocks. A field whose block id, action id and type are as before keeps what it held, even if the
 * app now sends another initial value; any other starts anew.
 */
export function fieldValues(blocks: Block[], before: FieldValues = {}): FieldValues {
  const values: FieldValues = {};
  for (const block of blocks) {
    for (const element of elementsOf(block)) {
      const initial = initialValue(element);
      if (!initial || !element.action_id) continue;
      const kept = before[block.block_id]?.[element.action_id];
      values[block.block_id] = {
        ...values[block.block_id],
        [element.action_id]: kept?.type === element.type ? kept : initial,
      };
    }
  }
  return values;
}

/** Whether a field is still to be filled in. */
export function isEmpty(value: FieldValue | undefined): boolean {
  if (!value) return true;
  const held = [value.value, value.selected_option, value.selected_date, ...(value.selected_options ?? [])];
  return chosenIds(value).length === 0 && !held.some((each) => each !== undefined && each !== null && each !== '');
}

function initialValue(element: Element): FieldValue | null {
  const { type } = element;
  switch (type) {
    case 'plain_text_input':
    case 'number_input':
      return { type, value: element.initial_value ?? null };
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type, selected_option: element.initial_option ?? null };
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return { type, selected_options: element.initial_options ?? [] };
    case 'users_select':
      return { type, selected_user: element.initial_user ?? null };
    case 'multi_users_select':
      return { type, selected_users: element.initial_users ?? [] };
    case 'channels_select':
      return { type, selected_channel: element.initial_channel ?? null };
    case 'multi_channels_select':
      return { type, selected_channels: element.initial_channels ?? [] };
    case 'conversations_select':
      return { type, selected_conversation: element.initial_conversation ?? null };
    case 'multi_conversations_select':
      return { type, selected_conversations: element.initial_conversations ?? [] };
    case 'datepicker':
      return { type, selected_date: element.initial_date ?? null };
    default:
      return null;
  }
}
