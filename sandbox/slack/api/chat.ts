import { limits } from '../block-kit/limits.ts';
import type { SlackContext } from '../context.ts';
import type { Channel, JsonObject, SlackMessage } from '../types.ts';
import { messageContent, threadOf } from './message-content.ts';
import { type Args, type Methods, reads, SlackError, writes } from './method.ts';
import { messageShape } from './shapes.ts';

export const chatMethods: Methods = {
  'chat.postMessage': writes('chat:write', (ctx, args) => {
    const channel = channelToPostIn(ctx, args);
    const content = messageContent(ctx, args, limits.messageText);
    const message = ctx.workspace.post({
      channelId: channel.id,
      authorId: ctx.workspace.app.botUserId,
      threadTs: threadOf(args),
      ...content,
    });
    return posted(ctx, message);
  }),

  'chat.postEphemeral': writes('chat:write', (ctx, args) => {
    const channel = channelToPostIn(ctx, args);
    const person = ctx.workspace.people.get(args.needText('user'));
    if (!person || !channel.members.has(person.id)) throw new SlackError('user_not_in_channel');
    const message = ctx.workspace.post({
      channelId: channel.id,
      authorId: ctx.workspace.app.botUserId,
      threadTs: threadOf(args),
      visibleTo: person.id,
      ...messageContent(ctx, args, limits.messageText),
    });
    return { message_ts: message.ts };
  }),

  'chat.update': writes('chat:write', (ctx, args) => {
    const message = ownMessage(ctx, args, 'cant_update_message');
    if (ctx.workspace.channels.get(message.channelId)?.isArchived) throw new SlackError('is_inactive');
    const content = messageContent(ctx, args, limits.updatedText);
    ctx.workspace.change(message, {
      text: content.text,
      blocks: content.blocks,
      metadata: args.raw.metadata === undefined ? message.metadata : content.metadata,
      editedTs: content.blocks.length === 0 ? ctx.ids.ts() : message.editedTs,
    });
    return { channel: message.channelId, ts: message.ts, text: message.text, message: messageShape(ctx, message) };
  }),

  'chat.delete': writes('chat:write', (ctx, args) => {
    const message = ownMessage(ctx, args, 'cant_delete_message');
    ctx.workspace.remove(message);
    return { channel: message.channelId, ts: message.ts };
  }),

  'chat.getPermalink': reads(null, (ctx, args) => {
    const channel = ctx.workspace.channels.get(args.needText('channel'));
    if (!channel) throw new SlackError('channel_not_found');
    const message = ctx.workspace.message(channel.id, args.needText('message_ts'));
    if (!message) throw new SlackError('message_not_found');
    return { channel: channel.id, permalink: permalink(ctx, message) };
  }),
};

/** The address that people share, as `https://academy.slack.com/archives/C…/p…`. */
function permalink(ctx: SlackContext, message: SlackMessage): string {
  const base = `https://${ctx.workspace.team.domain}.slack.com/archives/${message.channelId}`;
  const thread = message.threadTs ? `?thread_ts=${message.threadTs}&cid=${message.channelId}` : '';
  return `${base}/p${message.ts.replace('.', '')}${thread}`;
}

/** Where the app may post: a channel it is in, by id or name, or a person, which means their DM with the app. */
function channelToPostIn(ctx: SlackContext, args: Args): Channel {
  const which = args.needText('channel');
  const { workspace } = ctx;
  const person = workspace.people.get(which);
  if (person?.standing === 'deactivated' || person?.standing === 'bot') throw new SlackError('channel_not_found');
  const channel = person ? workspace.imWith(person.id) : workspace.channel(which);
  if (!channel) throw new SlackError('channel_not_found');
  if (!channel.members.has(workspace.app.botUserId)) throw new SlackError('not_in_channel');
  if (channel.isArchived) throw new SlackError('is_archived');
  return channel;
}

function ownMessage(ctx: SlackContext, args: Args, notOwn: string): SlackMessage {
  const { workspace } = ctx;
  const channel = workspace.channels.get(args.needText('channel'));
  if (!channel) throw new SlackError('channel_not_found');
  const message = workspace.message(channel.id, args.needText('ts'));
  if (!message) throw new SlackError('message_not_found');
  if (message.authorId !== workspace.app.botUserId) throw new SlackError(notOwn);
  return message;
}

function posted(ctx: SlackContext, message: SlackMessage): JsonObject {
  return { channel: message.channelId, ts: message.ts, message: messageShape(ctx, message) };
}
