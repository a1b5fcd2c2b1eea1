import type { Element } from '../../../slack/block-kit/elements.ts';
import type { Option } from '../../../slack/block-kit/texts.ts';
import type { FieldValue } from '../../../slack/field-values.ts';
import type { OfferedOption, PersonView } from '../../protocol.ts';
import { withEmoji } from '../text/emoji.ts';
import type { Choice } from './combobox.tsx';

/** A choice of a menu that stands for an option or a person. */
export interface OptionChoice extends Choice {
  option: Option;
}

export type SelectElement = Extract<
  Element,
  {
    type:
      | 'static_select'
      | 'external_select'
      | 'users_select'
      | 'multi_static_select'
      | 'multi_external_select'
      | 'multi_users_select';
  }
>;

/** What a menu offers of its own, under its headings. */
export function ownChoices(element: SelectElement, people: PersonView[]): OptionChoice[] {
  if (element.type === 'users_select' || element.type === 'multi_users_select') {
    return people.filter((person) => person.standing !== 'deactivated').map(choiceOfPerson);
  }
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

function choiceOfPerson(person: PersonView): OptionChoice {
  const option: Option = { text: { type: 'plain_text', text: person.name }, value: person.id };
  return { key: person.id, text: person.name, note: person.email ?? '', option };
}

/** Those whose text contains what was typed. */
export function fitting(choices: OptionChoice[], query: string): OptionChoice[] {
  const wanted = query.trim().toLowerCase();
  return choices.filter(({ text, note }) => `${text} ${note ?? ''}`.toLowerCase().includes(wanted));
}

/** What a field holds, as choices. */
export function chosenIn(value: FieldValue | undefined, people: PersonView[]): OptionChoice[] {
  const options = [value?.selected_option, ...(value?.selected_options ?? [])].flatMap((option) => option ?? []);
  const ids = [value?.selected_user, ...(value?.selected_users ?? [])].flatMap((id) => id ?? []);
  return [
    ...options.map((option) => choiceOf({ option, group: null })),
    ...ids.flatMap((id) => people.filter((person) => person.id === id).map(choiceOfPerson)),
  ];
}

/** A field's value after choosing these. */
export function fieldValueOf(type: Element['type'], chosen: OptionChoice[]): FieldValue {
  const options = chosen.map(({ option }) => option);
  if (type === 'users_select') return { type, selected_user: options[0]?.value ?? null };
  if (type === 'multi_users_select') return { type, selected_users: options.map((option) => option.value) };
  if (type.startsWith('multi_') || type === 'checkboxes') return { type, selected_options: options };
  return { type, selected_option: options[0] ?? null };
}
