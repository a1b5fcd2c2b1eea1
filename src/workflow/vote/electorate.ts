import type { Owner, Person } from '../../change/types.ts';
import type { Slot } from '../../change/votes/acceptance.ts';
import { type RequiredRule, rulesFor } from '../../change/votes/rules.ts';
import {
  eligibleFor,
  type Parties,
  type StaffedRule,
  type Steward,
  unstaffedRule,
} from '../../change/votes/stewards.ts';
import { acceptanceOf } from '../../store/acceptance.ts';
import type { RequestRow } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import { type RequestFacts, readFacts, ruleFactsOf } from '../facts.ts';
import { NotifierUnavailable } from '../ports.ts';
import { type Identity, identify, identifyAll, listsOf, lookUpsAtOnce, type Registers } from './identify.ts';
import { ownersOf } from './owners.ts';

/** So many of a rule's people are looked up for a card, which is painted often. */
const glance = 16;
/** So many people of one group are looked up as fast as Slack answers. */
const hurried = 40;
/** Then one each 1.2 s: half of the 100 that Slack allows in a minute, so that there are some left for people who click. */
const unhurried = 1_200;

/** A rule with everyone whom its ids stand for now. A group may have hundreds: `stewards` are those who were looked up. */
export interface RuleInForce extends StaffedRule {
  members: string[];
  /** Slack knows each user group that the rule itself names, with somebody in it. */
  resolved: boolean;
}

export interface Electorate {
  rules: RuleInForce[];
  parties: Parties;
  slot: Slot;
  /** Slack ids of the people of whom it can tell whether they count. */
  known: ReadonlySet<string>;
}

export interface Wanted {
  able?: number;
  most?: number;
  escalated?: string[];
  turn?: (slackId: string) => number | undefined;
  others?: number | undefined;
}

/**
 * The rules in force, and those of these people whom they name. Who is in a group is asked of Slack by one call a group;
 * who somebody is, by one call each, so only these are looked up, and of the others until a rule has `able` who could
 * approve, which is not looked for beyond the first `most`. Slack is asked here, before any transaction. `escalated`: the
 * rules under which fallback approvers count, where it is not as the row has it; `turn`: who is looked up first, by the
 * lowest number, or not at all; `others`: as `ruleFactsOf` has it.
 */
export async function electorateOf(
  ctx: Context,
  row: RequestRow,
  people: string[],
  { able = 0, most = glance, escalated = row.escalated, turn, others: asked }: Wanted = {},
): Promise<Electorate> {
  const facts = readFacts(row.facts);
  const required = rulesFor(ctx.policy, await ruleFactsOf(ctx, row, facts, { others: asked }), escalated);
  const [named, parties] = await Promise.all([
    Promise.all(required.map((rule) => withMembers(ctx, rule))),
    partiesOf(ctx, row.requester, facts),
  ]);
  const known = new Set(people);
  const all = new Set(named.flatMap((rule) => rule.members));
  const identities = await identifyAll(
    ctx,
    people.filter((id) => all.has(id)),
  );
  const found = new Map(identities.map((each) => [each.person.slackId, each]));
  const others = (stewards: Steward[]) => stewards.filter(({ person }) => !known.has(person.slackId));
  const rules = named.map(async (rule) => {
    const stewards = rule.members.flatMap((id) => found.get(id) ?? []);
    const members = turn === undefined ? rule.members : inTurn(rule.members, turn);
    return lookUp(ctx, { ...rule, members, stewards }, parties, {
      isEnough: (eligible) => others(eligible).length >= able,
      most,
    });
  });
  return { rules: await Promise.all(rules), parties, slot: await slotOf(ctx, row, required, facts), known };
}

async function slotOf(ctx: Context, row: RequestRow, rules: RequiredRule[], { to }: RequestFacts): Promise<Slot> {
  const given = acceptanceOf(row);
  return {
    rule: rules.find(({ requireAcceptance }) => requireAcceptance)?.name,
    incomingId: to?.id,
    byAsking: hasAskedForThemself(row.requester, to) && isAmongThem(await identify(ctx, row.requester.slackId), to),
    given,
    giver: given && (await identify(ctx, given.owner.slackId)),
  };
}

/** That they still are keeps it from resting on what the copy of Domo's users said at that moment alone. */
function isAmongThem({ domoIds }: Identity, to: Pick<Owner, 'id'> | undefined): boolean {
  return to !== undefined && domoIds.includes(to.id);
}

/** Whether the requester was the incoming owner when they asked, as it was logged then. */
export function hasAskedForThemself({ domoId }: Pick<Person, 'domoId'>, to: Pick<Owner, 'id'> | undefined): boolean {
  return to !== undefined && domoId === to.id;
}

/**
 * The rules with as many people looked up as tell that each can be satisfied; all of a rule's people where it cannot.
 * `spare`: so many more. Waits where Slack asks to, which it does not of fewer than 100 people a minute. Throws when
 * `signal` aborts.
 */
async function staff(
  ctx: Registers & Pick<Context, 'wait'>,
  rules: RequiredRule[],
  parties: Parties,
  { spare = 0, signal }: { spare?: number; signal?: AbortSignal | undefined } = {},
): Promise<RuleInForce[]> {
  const patient = (work: () => Promise<RuleInForce>) => patiently(ctx, signal, work);
  const staffed: RuleInForce[] = [];
  for (const each of rules) {
    const isEnough = (eligible: Steward[]) => eligible.length >= each.approvals + spare;
    let rule = await patient(() => withMembers(ctx, each));
    for (let most = hurried; ; most = lookUpsAtOnce) {
      rule = await patient(() => lookUp(ctx, rule, parties, { isEnough, most }));
      if (rule.stewards.length === rule.members.length || isEnough(eligibleFor(rule, parties).eligible)) break;
      await ctx.wait(lookUpsAtOnce * unhurried, signal);
    }
    staffed.push(rule);
  }
  return staffed;
}

/**
 * The same, and `fallback` joins each rule that has too few people: one whose own list Slack doesn't know stays closed.
 */
export async function staffOrFallBack(
  ctx: Registers & Pick<Context, 'wait'>,
  rules: RequiredRule[],
  parties: Parties,
  { fallback, ...how }: { fallback: string[]; spare?: number; signal?: AbortSignal },
): Promise<RuleInForce[]> {
  const staffed = await staff(ctx, rules, parties, how);
  const joined = staffed.map(async (rule) => {
    if (fallback.length === 0 || !rule.resolved || unstaffedRule([rule], parties) === undefined) return [rule];
    return staff(ctx, [{ ...rule, fallback }], parties, how);
  });
  return (await Promise.all(joined)).flat();
}

/** The rules with a few of their people looked up, until `able` of them could approve: for a form, which must not wait. */
export async function glanceAt(
  ctx: Registers,
  rules: RequiredRule[],
  parties: Parties,
  able: number,
): Promise<RuleInForce[]> {
  const isEnough = (eligible: Steward[]) => eligible.length >= able;
  return Promise.all(
    rules.map(async (rule) => lookUp(ctx, await withMembers(ctx, rule), parties, { isEnough, most: lookUpsAtOnce })),
  );
}

function inTurn(members: string[], turn: (slackId: string) => number | undefined): string[] {
  const turns = members.flatMap((id) => {
    const at = turn(id);
    return at === undefined ? [] : [{ id, at }];
  });
  return turns.toSorted((one, other) => one.at - other.at).map(({ id }) => id);
}

/** Looks up more of a rule's people, in the order of the policy, until these are enough, or `most` of them. */
async function lookUp(
  ctx: Registers,
  rule: RuleInForce,
  parties: Parties,
  { isEnough, most }: { isEnough: (eligible: Steward[]) => boolean; most: number },
): Promise<RuleInForce> {
  const known = new Set(rule.stewards.map(({ person }) => person.slackId));
  const open = rule.members.filter((id) => !known.has(id)).slice(0, most);
  let { stewards } = rule;
  for (let at = 0; at < open.length; at += lookUpsAtOnce) {
    if (isEnough(eligibleFor({ ...rule, stewards }, parties).eligible)) break;
    stewards = [...stewards, ...(await identifyAll(ctx, open.slice(at, at + lookUpsAtOnce)))];
  }
  return { ...rule, stewards };
}

/** Repeats a look-up that came too early for Slack as soon as Slack says; any other failure ends it. */
async function patiently<T>(
  ctx: Pick<Context, 'wait'>,
  signal: AbortSignal | undefined,
  call: () => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof NotifierUnavailable) || error.retryAfterMs === undefined) throw error;
      await ctx.wait(error.retryAfterMs, signal);
    }
  }
}

/** An id that Slack does not know stands for nobody, so that a list never lets in more people than it names. */
async function withMembers(ctx: Registers, rule: RequiredRule): Promise<RuleInForce> {
  const lists = await listsOf(ctx, rule.approvers);
  const members = [...new Set([...lists, ...(await listsOf(ctx, rule.fallback))].flat())];
  return { ...rule, members, resolved: lists.every((list) => list.length > 0), stewards: [] };
}

/** What the request forbids its stewards to be, as things are now. */
export async function partiesOf(ctx: Context, requester: Person, facts: RequestFacts): Promise<Parties> {
  const now = await identify(ctx, requester.slackId);
  const atSubmit = requester.domoId ? [requester.domoId] : [];
  return {
    requesterSlackId: requester.slackId,
    requesterDomoIds: [...new Set([...now.domoIds, ...atSubmit])],
    ...(await ownersOf(ctx, facts)),
    ownersMayApprove: ctx.policy.ownersMayApprove,
  };
}
