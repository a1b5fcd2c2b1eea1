import { type CastMember, cast } from '../cast.ts';
import type { Channel, InstalledApp, SlackPerson, Team, UserGroup } from './types.ts';

/** Who and what the workspace begins with. */
export interface World {
  team: Team;
  app: InstalledApp;
  people: SlackPerson[];
  channels: Channel[];
  userGroups: UserGroup[];
}

const team: Team = { id: 'T0123456789', name: 'Academy', domain: 'academy' };
const otherTeamId = 'T0CAMBRIDGE';
const app: InstalledApp = {
  id: 'A0123456789',
  name: 'Domo Steward',
  botId: 'B0123456789',
  botUserId: 'U0STEWARD01',
};

/** The sandbox's own world: the cast, `#domo-changes` (with the app in it), `#general`, and `@data-stewards`. */
export function defaultWorld(): World {
  const people = cast.flatMap((member) => personOf(member) ?? []);
  const here = people.filter((person) => person.standing === 'member').map((person) => person.id);
  const everyone = people.filter((person) => person.standing !== 'deactivated').map((person) => person.id);
  const stewards = cast.filter((member) => member.role === 'steward').flatMap((member) => member.slackId ?? []);
  return {
    team,
    app,
    people,
    channels: [
      channel('C0123456789', 'domo-changes', [...here, app.botUserId]),
      channel('C0GENERAL01', 'general', everyone),
    ],
    userGroups: [
      {
        id: 'S0123456789',
        handle: 'data-stewards',
        name: 'Data stewards',
        members: stewards,
        updatedAt: 1_700_000_000,
      },
    ],
  };
}

function channel(id: string, name: string, members: string[]): Channel {
  return { id, name, kind: 'public', members: new Set(members), personId: null };
}

function personOf(member: CastMember): SlackPerson | null {
  if (member.slackId === null) return null;
  return {
    id: member.slackId,
    handle: member.email.split('@')[0] ?? member.email,
    name: member.name,
    email: member.email,
    teamId: member.slack === 'stranger' ? otherTeamId : team.id,
    standing: member.slack,
  };
}
