import type { SlackContext } from './context.ts';
import type { JsonObject } from './types.ts';

/** What the app is installed on: the workspace, or the whole organization. */
export function installedOn({ workspace }: SlackContext): { id: string; name: string } {
  const { app, team } = workspace;
  return (app.isOrgWide && team.enterprise) || team;
}

/** The workspace and the organization as interactions name them. */
export function teamPart({ workspace }: SlackContext): JsonObject {
  const { app, team } = workspace;
  const { enterprise } = team;
  const inOrganization = enterprise && { enterprise_id: enterprise.id, enterprise_name: enterprise.name };
  return {
    team: app.isOrgWide ? null : { id: team.id, domain: team.domain, ...inOrganization },
    enterprise: enterprise ?? null,
    is_enterprise_install: app.isOrgWide === true,
  };
}
