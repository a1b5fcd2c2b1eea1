import { cast } from '../cast.ts';
import { visibleMessages } from '../slack/person/seen.ts';
import type { SlackServer } from '../slack/start-slack.ts';
import type { Channel, SlackMessage, SlackPerson, SlackView } from '../slack/types.ts';
import type { ChannelView, MessageView, PersonView, SurfaceView } from './protocol.ts';

/** Messages of one conversation that a new tab gets; older ones are asked for. */
const messagesAtFirst = 100;

export function personView(person: SlackPerson): PersonView {
  const { id, handle, name, email, standing } = person;
  const role = cast.find((member) => member.slackId === id)?.role ?? '';
  return { id, handle, name, email, standing, role, playable: standing !== 'deactivated' && standing !== 'bot' };
}

export function channelView({ id, name, kind, members }: Channel): ChannelView {
  return { id, name, kind, members: [...members] };
}

/** A message as this person's tab shows it. */
export function messageView(message: SlackMessage, personId: string): MessageView {
  const { channelId, ts, threadTs, authorId, text, blocks, editedTs, visibleTo } = message;
  const files = message.files.map((file) => ({
    id: file.id,
    title: file.title,
    name: file.name,
    bytes: file.content.length,
  }));
  const values = message.values.get(personId) ?? {};
  return {
    channelId,
    ts,
    threadTs,
    authorId,
    text,
    blocks,
    files,
    edited: editedTs !== null,
    values,
    ephemeral: visibleTo !== null,
  };
}

export function surfaceView(view: SlackView): SurfaceView {
  const { id, type, hash, title, submit, close, blocks, values, errors, trouble } = view;
  return { id, type, hash, title, submit, close, blocks, values, errors, trouble };
}

/** The conversations that a person is in, the one with the app included. */
export function channelsOf(slack: SlackServer, person: SlackPerson): Channel[] {
  slack.workspace.imWith(person.id);
  return [...slack.workspace.channels.values()].filter((channel) => channel.members.has(person.id));
}

/** The latest messages of a conversation and the whole of their threads; `before` a ts: those above it. */
export function latestMessages(
  slack: SlackServer,
  person: SlackPerson,
  channelId: string,
  before?: string,
): { messages: MessageView[]; older: boolean } {
  const all = visibleMessages(slack.context, person, channelId);
  const roots = all.filter((each) => each.threadTs === null && (before === undefined || each.ts < before));
  const shown = roots.slice(-messagesAtFirst);
  const shownTs = new Set(shown.map((each) => each.ts));
  const messages = all.filter((each) => shownTs.has(each.threadTs ?? each.ts));
  return { messages: messages.map((each) => messageView(each, person.id)), older: roots.length > shown.length };
}
