import type { Element } from '../../../slack/block-kit/elements.ts';
import type { Option } from '../../../slack/block-kit/texts.ts';
import { chosenOptions, type FieldValue } from '../../../slack/field-value.ts';
import type { OfferedOption } from '../../protocol.ts';
import { withEmoji } from '../text/emoji.ts';
import type { Choice } from './choice.ts';

/** A choice of a menu that stands for an option. */
export interface OptionChoice extends Choice {
  option: Option;
}

export type SelectElement = Extract<
  Element,
  { type: 'static_select' | 'external_select' | 'multi_static_select' | 'multi_external_select' }
>;

/** What a menu offers of its own, under its headings. */
export function ownChoices(element: SelectElement): OptionChoice[] {
  const groups = 'option_groups' in element ? (element.option_groups ?? []) : [];
  const options = 'options' in element ? (element.options ?? []) : [];
  return [
    ...options.map((option) => choiceOf({ option, group: null })),
    ...groups.flatMap((group) => group.options.map((option) => choiceOf({ option, group: group.label.text }))),
  ];
}

export function choiceOf({ option, group }: OfferedOption): OptionChoice {
  const text =
    option.text.type === 'plain_text' && option.text.emoji !== false ? withEmoji(option.text.text) : option.text.text;
  return { key: option.value, text, note: option.description?.text, group, option };
}

/** Those whose text contains what was typed. */
export function fitting(choices: OptionChoice[], query: string): OptionChoice[] {
  const wanted = query.trim().toLowerCase();
  return choices.filter(({ text, note }) => `${text} ${note ?? ''}`.toLowerCase().includes(wanted));
}

/** What a field holds, as choices. */
export function chosenIn(value: FieldValue | undefined): OptionChoice[] {
  return chosenOptions(value).map((option) => choiceOf({ option, group: null }));
}
