import type { SlackPerson } from './types.ts';
import { defaultWorld, type World } from './world.ts';

const academies = { id: 'E0ACADEMIES', name: 'Academies' };
const otherWorkspace = 'T0BERLIN001';

/**
 * The sandbox's workspace as one of two of an Enterprise Grid organization, with three people more than usual. `isOrgWide`:
 * the app is installed on the whole organization.
 */
export function gridWorld({ isOrgWide = false } = {}): World {
  const world = defaultWorld();
  const { team } = world;
  const people = [...world.people.map((person) => inOrganization(person, team.id)), ...gridPeople(team.id)];
  const everywhere = world.channels.map((channel) => ({
    ...channel,
    members: new Set([...channel.members, ...gridPeople(team.id).map(({ id }) => id)]),
  }));
  return {
    ...world,
    people,
    channels: everywhere,
    team: { ...team, enterprise: academies },
    app: { ...world.app, isOrgWide },
  };
}

function inOrganization(person: SlackPerson, teamId: string): SlackPerson {
  return person.standing === 'stranger' ? person : { ...person, teams: [teamId] };
}

/** In both workspaces; in the other one only; and in ours, by a record as old apps get it. */
function gridPeople(teamId: string): SlackPerson[] {
  return [
    {
      id: 'W0OLGA00001',
      handle: 'olga',
      name: 'Olga Ladyzhenskaya',
      email: 'olga@example.com',
      teamId: otherWorkspace,
      standing: 'member',
      teams: [otherWorkspace, teamId],
    },
    {
      id: 'W0KURT00001',
      handle: 'kurt',
      name: 'Kurt Gödel',
      email: 'kurt@example.com',
      teamId: null,
      standing: 'member',
      teams: [otherWorkspace],
    },
    {
      id: 'U0AMALIE001',
      handle: 'amalie',
      name: 'Amalie Dietrich',
      email: 'amalie@example.com',
      teamId: null,
      standing: 'member',
      teams: [teamId],
      odd: { enterprise_user: undefined, enterprise_id: academies.id, teams: [teamId] },
    },
  ];
}
