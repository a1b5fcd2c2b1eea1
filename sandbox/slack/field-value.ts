import type { Element } from './block-kit/elements.ts';
import type { Option } from './block-kit/texts.ts';

/** What one field holds, in the shape of Slack's `state.values`. */
export interface FieldValue {
  type: Element['type'];
  value?: string | null;
  selected_option?: Option | null;
  selected_options?: Option[];
}

/** By block id, then action id. */
export type FieldValues = Record<string, Record<string, FieldValue>>;

/** A field's value after choosing these options. */
export function chosenValue(type: Element['type'], options: Option[]): FieldValue {
  if (type.startsWith('multi_')) return { type, selected_options: options };
  return { type, selected_option: options[0] ?? null };
}

/** The options that a field holds. */
export function chosenOptions(value: FieldValue | undefined): Option[] {
  return value?.selected_options ?? [value?.selected_option ?? []].flat();
}
