import type { Element } from '../../../slack/block-kit/elements.ts';
import type { Option } from '../../../slack/block-kit/texts.ts';
import type { FieldValue } from '../../../slack/field-value.ts';
import { chosenIds, conversationsFor } from '../../../slack/menus.ts';
import type { ChannelView, OfferedOption, PersonView } from '../../protocol.ts';
import type { Names } from '../state/names.ts';
import { withEmoji } from '../text/emoji.ts';
import type { Choice } from './choice.ts';

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
      | 'multi_users_select'
      | 'channels_select'
      | 'multi_channels_select'
      | 'conversations_select'
      | 'multi_conversations_select';
  }
>;

/** Whom and what the workspace can offer. */
type Listed = Pick<Names, 'people' | 'channels'>;

/** What a menu offers of its own, under its headings. */
export function ownChoices(element: SelectElement, { people, channels }: Listed): OptionChoice[] {
  if (element.type === 'users_select' || element.type === 'multi_users_select') {
    return people.filter((person) => person.standing !== 'deactivated').map(choiceOfPerson);
  }
  const conversations = conversationsFor(element, channels);
  if (conversations) return conversations.map(choiceOfChannel);
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

function choiceOfChannel({ id, name, kind }: ChannelView): OptionChoice {
  const text = kind === 'im' ? name : `#${name}`;
  return { key: id, text, option: { text: { type: 'plain_text', text }, value: id } };
}

/** Those whose text contains what was typed. */
export function fitting(choices: OptionChoice[], query: string): OptionChoice[] {
  const wanted = query.trim().toLowerCase();
  return choices.filter(({ text, note }) => `${text} ${note ?? ''}`.toLowerCase().includes(wanted));
}

/** What a field holds, as choices. */
export function chosenIn(value: FieldValue | undefined, { people, channels }: Listed): OptionChoice[] {
  const options = [value?.selected_option, ...(value?.selected_options ?? [])].flatMap((option) => option ?? []);
  return [
    ...options.map((option) => choiceOf({ option, group: null })),
    ...chosenIds(value).flatMap((id) => [
      ...people.filter((person) => person.id === id).map(choiceOfPerson),
      ...channels.filter((channel) => channel.id === id).map(choiceOfChannel),
    ]),
  ];
}
