import pMap from 'p-map';
import type { Person } from '../../change/types.ts';
import { type RequiredRule, rulesFor } from '../../change/votes/rules.ts';
import type { Parties, StaffedRule, Steward } from '../../change/votes/stewards.ts';
import type { RequestRow } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import { type RequestFacts, readFacts, ruleFactsOf } from '../facts.ts';
import type { Member } from '../ports.ts';

const lookUpsAtOnce = 8;

/** A Slack person with every Domo user that may stand behind them. */
export interface Identity {
  person: Person;
  member: boolean;
  domo: Steward['domo'];
  domoIds: number[];
}

/** As much of the context as tells who people are. */
interface Registers {
  directory: Pick<Context['directory'], 'member' | 'groupMembers'>;
  catalog: { usersByEmails(emails: string[]): Promise<Map<string, { id: number }[]>> };
  policy: Pick<Context['policy'], 'people'>;
}

export interface Electorate {
  rules: StaffedRule[];
  parties: Parties;
}

/** The rules in force and the people behind them: Slack is asked here, before any transaction. */
export async function electorateOf(ctx: Context, row: RequestRow): Promise<Electorate> {
  const facts = readFacts(row.facts);
  const required = rulesFor(ctx.policy, await ruleFactsOf(ctx, row, facts));
  const [rules, parties] = await Promise.all([staff(ctx, required), partiesOf(ctx, row.requester, facts)]);
  return { rules, parties };
}

/** Who this is now: `people` of the policy goes before the e-mail, which must be one active Domo user's. */
export async function identify(ctx: Registers, slackId: string): Promise<Identity> {
  const member = await ctx.directory.member(slackId);
  return identityOf(ctx, member, await domoIdsOf(ctx, [member]));
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
    member: member.membership === 'member',
    domo,
    domoIds,
  };
}

/** The Domo users that may stand behind these people, by Slack id; looked up together, since a group may have hundreds. */
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

/** The rules with the people behind their ids now. An id that Slack does not know is nobody: a list is closed, never open. */
export async function staff(ctx: Registers, rules: RequiredRule[]): Promise<StaffedRule[]> {
  return Promise.all(rules.map(async (rule) => ({ ...rule, stewards: await stewardsOf(ctx, rule.approvers) })));
}

/** Whether the policy names this person, alone or with a group. */
export async function isAmong(ctx: Context, ids: string[], slackId: string): Promise<boolean> {
  if (ids.includes(slackId)) return true;
  const groups = [...new Set(ids.filter((id) => id.startsWith('S')))];
  const members = await Promise.all(groups.map((id) => ctx.directory.groupMembers(id)));
  return members.flat().includes(slackId);
}

async function stewardsOf(ctx: Registers, approvers: string[]): Promise<Steward[]> {
  const ids = await Promise.all(approvers.map((id) => (id.startsWith('S') ? ctx.directory.groupMembers(id) : [id])));
  // A group may have hundreds: Slack is not asked for all of them at once.
  const members = await pMap(new Set(ids.flat()), (id) => ctx.directory.member(id), { concurrency: lookUpsAtOnce });
  const domoIds = await domoIdsOf(ctx, members);
  return members.map((member) => identityOf(ctx, member, domoIds));
}

/** What the request forbids its stewards to be, as things are now. */
export async function partiesOf(ctx: Context, requester: Person, facts: RequestFacts): Promise<Parties> {
  const now = await identify(ctx, requester.slackId);
  const atSubmit = requester.domoId ? [requester.domoId] : [];
  return {
    requesterSlackId: requester.slackId,
    requesterDomoIds: [...new Set([...now.domoIds, ...atSubmit])],
    outgoingId: facts.from?.id,
    incomingId: facts.to?.id,
    ownersMayApprove: ctx.policy.ownersMayApprove,
  };
}
