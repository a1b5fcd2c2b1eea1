import type { SlackContext } from '../context.ts';
import type { JsonObject } from '../types.ts';
import { type Methods, reads, SlackError } from './method.ts';
import { page } from './page.ts';
import { userGroupShape, userShape } from './shapes.ts';

/** Who someone is, and which groups they are in. */
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
};

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
