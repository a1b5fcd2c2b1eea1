import type { SlackContext } from '../context.ts';
import type { JsonObject, SlackPerson, UserGroup } from '../types.ts';
import type { Workspace } from '../workspace.ts';

/** Whether somebody is in the app's own workspace, and not only in another one of the organization or the world. */
export function isOfWorkspace({ team }: Workspace, { teams, teamId }: SlackPerson): boolean {
  return teams === undefined ? teamId === team.id : teams.includes(team.id);
}

/** A person as `users.info` shows them; the e-mail only to those with its scope. */
export function userShape(ctx: SlackContext, person: SlackPerson): JsonObject {
  const { profile = {}, ...odd } = person.odd ?? {};
  return {
    id: person.id,
    ...(person.teamId !== null && { team_id: person.teamId }),
    name: person.handle,
    deleted: person.standing === 'deactivated',
    is_bot: person.standing === 'bot',
    is_app_user: false,
    ...(isStranger(ctx, person) && { is_stranger: true }),
    ...(person.standing !== 'deactivated' && whileActive(person)),
    ...enterpriseUser(ctx, person),
    updated: Math.floor(ctx.now().getTime() / 1000),
    ...odd,
    profile: profile === null ? null : { ...usualProfile(ctx, person), ...profile },
  };
}

/** What Slack leaves out of the record of someone who was deactivated. */
function whileActive({ name, standing }: SlackPerson): JsonObject {
  return {
    real_name: name,
    color: '9f69e7',
    tz: 'Europe/Berlin',
    tz_label: 'Central European Time',
    tz_offset: 3600,
    has_2fa: false,
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: standing === 'guest' || standing === 'single-channel guest',
    is_ultra_restricted: standing === 'single-channel guest',
  };
}

function usualProfile(ctx: SlackContext, { name, handle, email, teamId, standing }: SlackPerson): JsonObject {
  const mayReadEmail = ctx.manifest.scopes.includes('users:read.email') && standing !== 'stranger';
  const [first_name, ...rest] = name.split(' ');
  return {
    real_name: name,
    real_name_normalized: name,
    display_name: handle,
    display_name_normalized: handle,
    first_name,
    last_name: rest.join(' '),
    status_text: '',
    status_emoji: '',
    status_expiration: 0,
    avatar_hash: 'g0123456789a',
    ...(teamId !== null && { team: teamId }),
    ...(mayReadEmail && email !== null && { email }),
  };
}

/** Slack says so only of those with whom the app shares no channel. */
function isStranger({ workspace }: SlackContext, { id, standing }: SlackPerson): boolean {
  const channels = [...workspace.channels.values()].filter(({ members }) => members.has(workspace.app.botUserId));
  return standing === 'stranger' && !channels.some(({ members }) => members.has(id));
}

function enterpriseUser({ workspace }: SlackContext, { id, teams }: SlackPerson): JsonObject {
  const { enterprise } = workspace.team;
  if (enterprise === undefined || teams === undefined) return {};
  const enterprise_user = {
    id,
    enterprise_id: enterprise.id,
    enterprise_name: enterprise.name,
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    teams,
  };
  return { enterprise_user };
}

export function userGroupShape(ctx: SlackContext, group: UserGroup, withUsers: boolean): JsonObject {
  return {
    id: group.id,
    team_id: ctx.workspace.team.id,
    is_usergroup: true,
    is_subteam: true,
    name: group.name,
    description: '',
    handle: group.handle,
    is_external: false,
    date_create: group.updatedAt,
    date_update: group.updatedAt,
    date_delete: group.isDisabled ? group.updatedAt : 0,
    auto_type: null,
    created_by: 'USLACKBOT',
    updated_by: 'USLACKBOT',
    deleted_by: group.isDisabled ? 'USLACKBOT' : null,
    prefs: { channels: [], groups: [] },
    user_count: group.members.length,
    ...(withUsers && { users: group.members }),
  };
}
