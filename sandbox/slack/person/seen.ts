import type { SlackContext } from '../context.ts';
import { renderMessage, renderView } from '../render-text.ts';
import type { SlackMessage, SlackPerson, SlackView } from '../types.ts';
import { buttonsIn, fieldsIn } from './find.ts';
import type { SeenMessage, SeenView } from './types.ts';

/** A message as it is to be seen now. */
export function seeMessage(ctx: SlackContext, message: SlackMessage): SeenMessage {
  const { workspace } = ctx;
  const { app, people } = workspace;
  const author = message.authorId === app.botUserId ? app.name : people.get(message.authorId ?? '')?.name;
  return {
    channelId: message.channelId,
    ts: message.ts,
    threadTs: message.threadTs,
    author: author ?? 'Slackbot',
    text: renderMessage(workspace, message),
    fallback: message.text,
    ephemeral: message.visibleTo !== null,
    edited: message.editedTs !== null,
    buttons: buttonsIn(workspace, message.blocks).map((each) => each.label),
    files: message.files.map(({ name, title, content }) => ({ name, title, text: content.toString() })),
    message: { ...message },
  };
}

/** A modal or Home tab as it is to be seen now. */
export function seeView(ctx: SlackContext, view: SlackView): SeenView {
  const { workspace } = ctx;
  const labels = new Map(view.blocks.map((block) => [block.block_id, block.type === 'input' ? block.label.text : '']));
  const errors = Object.entries(view.errors).map(([blockId, error]) => [labels.get(blockId) || blockId, error]);
  return {
    id: view.id,
    hash: view.hash,
    title: view.title,
    text: renderView(workspace, view),
    fields: fieldsIn(workspace, view.blocks).map((each) => each.label),
    buttons: buttonsIn(workspace, view.blocks).map((each) => each.label),
    submit: view.submit,
    errors: Object.fromEntries(errors),
    trouble: view.trouble,
    view: { ...view, values: structuredClone(view.values) },
  };
}

/** The messages that someone sees in a conversation: none where they are not a member. */
export function visibleMessages(ctx: SlackContext, person: SlackPerson, channelId: string): SlackMessage[] {
  const channel = ctx.workspace.channels.get(channelId);
  if (!channel?.members.has(person.id)) return [];
  return ctx.workspace.messages.filter((message) => {
    return message.channelId === channelId && (message.visibleTo === null || message.visibleTo === person.id);
  });
}
