import type { SlackContext } from '../context.ts';
import type { Channel, JsonObject } from '../types.ts';
import { type Args, type Methods, reads, SlackError, writes } from './method.ts';
import { page } from './page.ts';
import { userGroupShape, userShape } from './shapes.ts';

/** Who someone is, which groups they are in, and which conversations exist. */
export const peopleMethods: Methods = {
  'users.info': reads('users:read', (ctx, args) => {
    const user = args.text('user');
    if (user === ctx.workspace.app.botUserId) return { user: botShape(ctx) };
    const person = user === undefined ? undefined : ctx.workspace.people.get(user);
    if (!person) throw new SlackError('user_not_found');
    return { user: userShape(ctx, person) };
  }),

  'users.list': reads('users:read', (ctx, args) => {
    const here = [...ctx.workspace.people.values()].filter((person) => person.standing !== 'stranger');
    const { items, response_metadata } = page(args, here);
    return { members: items.map((person) => userShape(ctx, person)), cache_ts: 0, response_metadata };
  }),

  'users.lookupByEmail': reads('users:read.email', (ctx, args) => {
    const email = args.needText('email').toLowerCase();
    const person = [...ctx.workspace.people.values()].find((each) => each.email.toLowerCase() === email);
    const hidden = person?.standing === 'deactivated' || person?.standing === 'stranger';
    if (!person || hidden) throw new SlackError('users_not_found');
    return { user: userShape(ctx, person) };
  }),

  'usergroups.list': reads('usergroups:read', (ctx, args) => {
    const groups = [...ctx.workspace.userGroups.values()];
    return { usergroups: groups.map((group) => userGroupShape(ctx, group, args.flag('include_users'))) };
  }),

  'usergroups.users.list': reads('usergroups:read', (ctx, args) => {
    const group = ctx.workspace.userGroups.get(args.needText('usergroup'));
    if (!group) throw new SlackError('no_such_subteam');
    return { users: group.members };
  }),

  'conversations.open': writes('im:write', (ctx, args) => {
    const users = args.needText('users').split(',');
    if (users.length > 1) throw new SlackError('not_enough_users');
    const person = ctx.workspace.people.get(users[0] ?? '');
    if (!person) throw new SlackError('user_not_found');
    if (person.standing === 'deactivated') throw new SlackError('user_disabled');
    if (person.standing === 'bot') throw new SlackError('cannot_dm_bot');
    return { channel: { id: ctx.workspace.imWith(person.id).id } };
  }),

  'conversations.info': reads(['channels:read', 'groups:read', 'im:read'], (ctx, args) => {
    return { channel: channelShape(ctx, conversation(ctx, args)) };
  }),

  'conversations.members': reads(['channels:read', 'groups:read', 'im:read'], (ctx, args) => {
    const { items, response_metadata } = page(args, [...conversation(ctx, args).members]);
    return { members: items, response_metadata };
  }),
};

/** Finds a conversation; the scope must be of its kind, and a private one is not there for an app outside it. */
function conversation(ctx: SlackContext, args: Args): Channel {
  const channel = ctx.workspace.channels.get(args.needText('channel'));
  if (!channel) throw new SlackError('channel_not_found');
  const needed = { public: 'channels:read', private: 'groups:read', im: 'im:read' }[channel.kind];
  if (!ctx.manifest.scopes.includes(needed)) {
    throw new SlackError('missing_scope', { needed, provided: ctx.manifest.scopes.join(',') });
  }
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
    is_archived: false,
    is_member: channel.members.has(ctx.workspace.app.botUserId),
    context_team_id: ctx.workspace.team.id,
  };
}

function botShape(ctx: SlackContext): JsonObject {
  const { app, team } = ctx.workspace;
  return {
    id: app.botUserId,
    team_id: team.id,
    name: 'domo_steward',
    real_name: app.name,
    is_bot: true,
    deleted: false,
  };
}
