import type { Block } from './block-kit/blocks.ts';
import { elementsOf } from './block-kit/check-blocks.ts';
import type { Element } from './block-kit/elements.ts';
import { chosenOptions, type FieldValue, type FieldValues } from './field-value.ts';

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
  return !value?.value && chosenOptions(value).length === 0;
}

/** Null for buttons, and for the fields that nobody can fill here. */
function initialValue(element: Element): FieldValue | null {
  const { type } = element;
  switch (type) {
    case 'plain_text_input':
      return { type, value: element.initial_value ?? null };
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type, selected_option: element.initial_option ?? null };
    case 'multi_static_select':
    case 'multi_external_select':
      return { type, selected_options: element.initial_options ?? [] };
    default:
      return null;
  }
}
