import type { SlackContext } from '../context.ts';
import type { JsonObject, SlackPerson } from '../types.ts';
import { type Args, type Methods, reads, SlackError } from './method.ts';
import { page } from './page.ts';
import { isOfWorkspace, userGroupShape, userShape } from './people-shapes.ts';

const mostDnd = 50;

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
    needWorkspace(ctx, args);
    const here = [...ctx.workspace.people.values()].filter((person) => isOfWorkspace(ctx.workspace, person));
    const { items, response_metadata } = page(args, here);
    return { members: items.map((person) => userShape(ctx, person)), cache_ts: 0, response_metadata };
  }),

  'users.lookupByEmail': reads('users:read.email', (ctx, args) => {
    const email = args.needText('email').toLowerCase();
    const person = [...ctx.workspace.people.values()].find((each) => each.email?.toLowerCase() === email);
    const hidden = !person || person.standing === 'deactivated' || !isOfWorkspace(ctx.workspace, person);
    if (hidden) throw new SlackError('users_not_found');
    return { user: userShape(ctx, person) };
  }),

  'dnd.teamInfo': reads('dnd:read', (ctx, args) => {
    needWorkspace(ctx, args);
    const ids = args.needText('users').split(',');
    if (ids.length > mostDnd) throw new SlackError('too_many_users');
    const known = ids.flatMap((id) => ctx.workspace.people.get(id) ?? []);
    return { users: Object.fromEntries(known.map(({ id, dnd }) => [id, dndShape(dnd)])) };
  }),

  'usergroups.list': reads('usergroups:read', (ctx, args) => {
    needWorkspace(ctx, args);
    const all = [...ctx.workspace.userGroups.values()];
    const groups = all.filter((group) => !group.isDisabled || args.flag('include_disabled'));
    return { usergroups: groups.map((group) => userGroupShape(ctx, group, args.flag('include_users'))) };
  }),

  'usergroups.users.list': reads('usergroups:read', (ctx, args) => {
    needWorkspace(ctx, args);
    const group = ctx.workspace.userGroups.get(args.needText('usergroup'));
    // What Slack says of a disabled one is not documented.
    const gone = !group || (group.isDisabled && !args.flag('include_disabled'));
    if (gone) throw new SlackError('no_such_subteam');
    return { users: group.members };
  }),
};

/** An app that is installed on a whole organization must say which workspace it means. */
function needWorkspace({ workspace }: SlackContext, args: Args): void {
  const { app, team } = workspace;
  if (app.isOrgWide && args.text('team_id') !== team.id) throw new SlackError('team_access_not_granted');
}

/** `dnd_enabled` says that they have a schedule, not that it is so now; without one both times are 1. */
function dndShape(dnd: SlackPerson['dnd']): JsonObject {
  return { dnd_enabled: dnd !== undefined, next_dnd_start_ts: dnd?.from ?? 1, next_dnd_end_ts: dnd?.to ?? 1 };
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
