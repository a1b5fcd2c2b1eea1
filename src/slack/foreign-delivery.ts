import { z } from 'zod';
import type { Installation } from './client.ts';

const id = z.string().optional().catch(undefined);
const withId = z.looseObject({ id }).catch({ id: undefined });
const withTeam = z.looseObject({ team_id: id }).catch({ team_id: undefined });
/** Wherever a delivery names an app or a workspace. Of each kind of delivery only some are there. */
const named = z.looseObject({
  api_app_id: id,
  team_id: id,
  context_team_id: id,
  team: withId.optional(),
  user: withTeam.optional(),
  view: z.looseObject({ team_id: id, app_installed_team_id: id }).optional().catch(undefined),
  authorizations: z.array(withTeam).optional().catch(undefined),
});

/**
 * Why a delivery is none of ours, in words for a log: it comes from another app, as when SLACK_APP_TOKEN belongs to one, or
 * from another workspace that installed this app, where the same ids are other people. Of a person from another company
 * Slack names both workspaces, and which of the two where differs by kind of delivery; so one that names ours anywhere is
 * ours, and who the person is gets looked up.
 */
export function whyForeign(
  body: unknown,
  { appId, teamId }: Pick<Installation, 'appId' | 'teamId'>,
): string | undefined {
  const { data } = named.safeParse(body);
  if (data === undefined) return undefined;
  const { api_app_id: from, team_id, context_team_id, team, user, view, authorizations = [] } = data;
  if (from !== undefined && appId !== undefined && from !== appId) return `it comes from the app ${from}, not ${appId}`;
  const teams = [
    team_id,
    context_team_id,
    team?.id,
    user?.team_id,
    view?.team_id,
    view?.app_installed_team_id,
    ...authorizations.map((each) => each.team_id),
  ].filter((each) => each !== undefined);
  if (teams.length === 0 || teams.includes(teamId)) return undefined;
  return `it comes from the workspace ${teams[0]}, not ${teamId}`;
}
