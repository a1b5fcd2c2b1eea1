import type { SlackContext } from '../context.ts';
import type { Channel, JsonObject, SlackMessage, SlackPerson } from '../types.ts';
import { type Args, type Methods, reads, SlackError, writes } from './method.ts';
import { page } from './page.ts';
import { messageShape } from './shapes.ts';

/** Any of them will do; which one, depends on the kind of conversation. */
const conversationScopes = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];

const readScopes = { public: 'channels:read', private: 'groups:read', im: 'im:read' };
/** By which one may read what was said, and hear of it. */
export const historyScopes = { public: 'channels:history', private: 'groups:history', im: 'im:history' };

/** Which conversations there are, who is in them, and what was said there. */
export const conversationMethods: Methods = {
  'conversations.open': writes('im:write', (ctx, args) => {
    const channelId = args.text('channel');
    if (channelId) return { no_op: true, already_open: true, channel: { id: openIm(ctx, channelId).id } };
    const users = args.text('users');
    if (!users) throw new SlackError('users_list_not_supplied');
    // This workspace has no conversations of several people and the app: nobody grants their scope.
    if (users.includes(',')) throw missingScope(ctx, 'mpim:write');
    const person = personToWriteTo(ctx, users);
    const known = [...ctx.workspace.channels.values()].find((each) => each.personId === person.id);
    if (known) return { no_op: true, already_open: true, channel: { id: known.id } };
    // What Slack says here is not documented.
    if (args.flag('prevent_creation')) throw new SlackError('channel_not_found');
    return { channel: { id: ctx.workspace.imWith(person.id).id } };
  }),

  'conversations.info': reads(conversationScopes, (ctx, args) => {
    return { channel: channelShape(ctx, conversation(ctx, args)) };
  }),

  'conversations.history': reads(Object.values(historyScopes), (ctx, args) => {
    const channel = conversation(ctx, args, historyScopes);
    if (!channel.members.has(ctx.workspace.app.botUserId)) throw new SlackError('not_in_channel');
    const [oldest, latest] = [args.number('oldest') ?? 0, args.number('latest') ?? Number.POSITIVE_INFINITY];
    const told = ctx.workspace.messages.filter(
      ({ channelId, threadTs, ts, visibleTo }) =>
        channelId === channel.id &&
        visibleTo === null &&
        (threadTs === null || threadTs === ts) &&
        Number(ts) > oldest &&
        Number(ts) < latest,
    );
    return pageOf(ctx, args, told.toReversed());
  }),

  'conversations.replies': reads(Object.values(historyScopes), (ctx, args) => {
    const channel = conversation(ctx, args, historyScopes);
    const parent = ctx.workspace.message(channel.id, args.needText('ts'));
    if (!channel.members.has(ctx.workspace.app.botUserId)) throw new SlackError('not_in_channel');
    if (parent === undefined || parent.visibleTo !== null) throw new SlackError('thread_not_found');
    const oldest = args.number('oldest') ?? 0;
    const replies = ctx.workspace.messages.filter(
      ({ channelId, threadTs, ts, visibleTo }) =>
        channelId === channel.id &&
        visibleTo === null &&
        threadTs === parent.ts &&
        ts !== parent.ts &&
        Number(ts) > oldest,
    );
    return pageOf(ctx, args, [parent, ...replies]);
  }),

  'conversations.members': reads(conversationScopes, (ctx, args) => {
    const { items, response_metadata } = page(args, [...conversation(ctx, args).members]);
    return { members: items, response_metadata };
  }),
};

/** Messages as the app reads them back, a page of them. */
function pageOf(ctx: SlackContext, args: Args, all: SlackMessage[]): JsonObject {
  const { items, response_metadata } = page(args, all);
  const messages = items.map((message) => {
    const shape = messageShape(ctx, message);
    if (message.metadata === null || args.flag('include_all_metadata')) return shape;
    return { ...shape, metadata: { event_type: message.metadata.event_type } };
  });
  return { messages, has_more: response_metadata.next_cursor !== '', response_metadata };
}

function personToWriteTo(ctx: SlackContext, id: string): SlackPerson {
  const person = ctx.workspace.people.get(id);
  if (!person) throw new SlackError('user_not_found');
  if (person.standing === 'deactivated') throw new SlackError('user_disabled');
  if (person.standing === 'bot') throw new SlackError('cannot_dm_bot');
  return person;
}

function openIm(ctx: SlackContext, id: string): Channel {
  const channel = ctx.workspace.channels.get(id);
  if (!channel) throw new SlackError('channel_not_found');
  if (channel.kind !== 'im') throw new SlackError('method_not_supported_for_channel_type');
  return channel;
}

function missingScope(ctx: SlackContext, needed: string): SlackError {
  return new SlackError('missing_scope', { needed, provided: ctx.manifest.scopes.join(',') });
}

/** Finds a conversation; the scope must be of its kind, and a private one is not there for an app outside it. */
function conversation(ctx: SlackContext, args: Args, scopes = readScopes): Channel {
  const channel = ctx.workspace.channels.get(args.needText('channel'));
  if (!channel) throw new SlackError('channel_not_found');
  const needed = scopes[channel.kind];
  if (!ctx.manifest.scopes.includes(needed)) throw missingScope(ctx, needed);
  const outside = !channel.members.has(ctx.workspace.app.botUserId);
  if (channel.kind === 'private' && outside) throw new SlackError('channel_not_found');
  return channel;
}

function channelShape(ctx: SlackContext, channel: Channel): JsonObject {
  const isIm = channel.kind === 'im';
  return {
    id: channel.id,
    ...(isIm ? { user: channel.personId } : { name: channel.name, name_normalized: channel.name }),
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: isIm,
    is_mpim: false,
    is_private: channel.kind !== 'public',
    is_archived: channel.isArchived === true,
    is_general: channel.name === 'general',
    is_member: channel.members.has(ctx.workspace.app.botUserId),
    is_shared: channel.sharedWith !== undefined,
    is_org_shared: channel.sharedWith === 'organization',
    is_ext_shared: channel.sharedWith === 'others',
    is_pending_ext_shared: false,
    context_team_id: ctx.workspace.team.id,
  };
}
