import pMap from 'p-map';
import type { Membership, Person } from '../../change/types.ts';
import type { Steward } from '../../change/votes/stewards.ts';
import type { Context } from '../context.ts';
import type { Member } from '../ports.ts';

/** So many people are asked of Slack at once. */
export const lookUpsAtOnce = 8;

/** A Slack person with every Domo user that may stand behind them. */
export interface Identity {
  person: Person;
  membership: Membership;
  domo: Steward['domo'];
  domoIds: number[];
}

/** As much of the context as tells who people are. */
export interface Registers {
  directory: Pick<Context['directory'], 'member' | 'groupMembers'>;
  catalog: { usersByEmails(emails: string[]): Promise<Map<string, { id: number }[]>> };
  policy: Pick<Context['policy'], 'people'>;
}

/** Whether the policy names this person, alone or with a group. */
export async function isAmong(ctx: Registers, ids: string[], slackId: string): Promise<boolean> {
  return ids.includes(slackId) || (await listsOf(ctx, ids)).flat().includes(slackId);
}

/** All whom the policy names by these ids, alone or with a group, each once. */
export async function peopleNamed(ctx: Registers, ids: string[]): Promise<string[]> {
  return [...new Set((await listsOf(ctx, ids)).flat())];
}

/** Whom each of these ids stands for: a person for themself, a group for whoever is in it now. */
export function listsOf({ directory }: Registers, ids: string[]): Promise<string[][]> {
  return Promise.all(ids.map((id) => (id.startsWith('S') ? directory.groupMembers(id) : [id])));
}

/** Who this is now: `people` of the policy goes before the e-mail, which must be one active Domo user's. */
export async function identify(ctx: Registers, slackId: string, how: { afresh?: boolean } = {}): Promise<Identity> {
  const member = await ctx.directory.member(slackId, how);
  return identityOf(ctx, member, await domoIdsOf(ctx, [member]));
}

export async function identifyAll(ctx: Registers, slackIds: string[]): Promise<Identity[]> {
  const members = await pMap(new Set(slackIds), (id) => ctx.directory.member(id), { concurrency: lookUpsAtOnce });
  const domoIds = await domoIdsOf(ctx, members);
  return members.map((member) => identityOf(ctx, member, domoIds));
}

function identityOf({ policy }: Registers, member: Member, found: Map<string, number[]>): Identity {
  const domoIds = found.get(member.slackId) ?? [];
  const domo = policy.people[member.slackId] === 'none' ? 'none' : domoOf(domoIds);
  return {
    person: {
      slackId: member.slackId,
      name: member.name,
      email: member.email,
      domoId: domo === 'none' ? null : typeof domo === 'number' ? domo : undefined,
    },
    membership: member.membership,
    domo,
    domoIds,
  };
}

/** The Domo users that may stand behind these people, by Slack id. */
async function domoIdsOf({ policy, catalog }: Registers, members: Member[]): Promise<Map<string, number[]>> {
  const mapped = (member: Member) => policy.people[member.slackId];
  const emails = members.flatMap((member) => (mapped(member) === undefined ? (member.email ?? []) : []));
  const users = await catalog.usersByEmails(emails);
  return new Map(
    members.map((member) => {
      const named = mapped(member);
      if (named !== undefined) return [member.slackId, named === 'none' ? [] : [named]];
      return [member.slackId, (users.get(member.email ?? '') ?? []).map(({ id }) => id)];
    }),
  );
}

function domoOf(ids: number[]): Steward['domo'] {
  const [only] = ids;
  if (only === undefined) return 'unknown';
  return ids.length === 1 ? only : 'ambiguous';
}
