import type { Element } from './block-kit/elements.ts';
import type { Option } from './block-kit/texts.ts';
import type { FieldValue } from './field-value.ts';
import type { Channel } from './types.ts';

/** The part of a channel that a menu goes by. */
export type ListedChannel = Pick<Channel, 'id' | 'name' | 'kind' | 'sharedWith'>;

/** Where `state.values` keeps the ids of a menu that Slack fills itself. */
const idKeys = {
  users_select: 'selected_user',
  multi_users_select: 'selected_users',
  channels_select: 'selected_channel',
  multi_channels_select: 'selected_channels',
  conversations_select: 'selected_conversation',
  multi_conversations_select: 'selected_conversations',
} as const;

/** The conversations that a menu offers, by its type and its filter; undefined: it is no menu of conversations. */
export function conversationsFor<C extends ListedChannel>(element: Element, channels: C[]): C[] | undefined {
  switch (element.type) {
    case 'channels_select':
    case 'multi_channels_select':
      return channels.filter(({ kind }) => kind === 'public');
    case 'conversations_select':
    case 'multi_conversations_select': {
      const { include = ['public', 'private', 'im', 'mpim'], exclude_external_shared_channels: noOthers } =
        element.filter ?? {};
      return channels.filter(
        ({ kind, sharedWith }) => include.includes(kind) && !(noOthers && sharedWith === 'others'),
      );
    }
    default:
      return undefined;
  }
}

/** A field's value after choosing these options; of menus that Slack fills, their values are ids. */
export function chosenValue(type: Element['type'], options: Option[]): FieldValue {
  const isMany = type.startsWith('multi_') || type === 'checkboxes';
  const ids = options.map(({ value }) => value);
  if (type in idKeys) return { type, [idKeys[type as keyof typeof idKeys]]: isMany ? ids : (ids[0] ?? null) };
  return isMany ? { type, selected_options: options } : { type, selected_option: options[0] ?? null };
}

/** The ids of people or conversations that a field holds. */
export function chosenIds(value: FieldValue | undefined): string[] {
  return Object.values(idKeys).flatMap((key) => value?.[key] ?? []);
}
