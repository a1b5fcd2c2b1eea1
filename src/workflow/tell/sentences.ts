import { andMore } from '../../change/and-more.ts';
import { nameOfId } from '../../change/owner/name-of-id.ts';
import type { Successor } from '../../change/schema/edit.ts';
import { quoteNames } from '../../change/show-name.ts';
import type { Outsider, Owner, Person } from '../../change/types.ts';
import type { VoidAcceptance } from '../../change/votes/acceptance.ts';
import type { CountedVote } from '../../change/votes/decide.ts';
import type { Excluded, Exclusion } from '../../change/votes/refusal.ts';
import { defaultRule, type RequiredRule } from '../../change/votes/rules.ts';
import type { Steward } from '../../change/votes/stewards.ts';

const longestList = 8;

/** Why a steward does not count, in brackets behind their name. */
export const exclusionReasons: Record<Exclusion, string> = {
  own_request: 'requester',
  requesters_domo_user: "the requester's Domo user",
  incoming_owner: 'new owner',
  outgoing_owner: 'current owner',
  members_unknown: "Domo doesn't say who is in the group",
  domo_user_unknown: 'no Domo user has their email; an admin can map them under “people” in the policy',
  domo_user_ambiguous: 'several Domo users have their email; an admin can map them under “people” in the policy',
  email_unknown: "Slack doesn't show their email; an admin can map them under “people” in the policy",
  guest: 'a guest',
  bot: 'a bot',
  deactivated: 'deactivated',
  stranger: 'of another workspace',
  unclear: 'not known to Slack as a full member',
  same_domo_user: 'the same Domo user as another steward',
};

/** Why a vote does not count, behind the voter's name. */
export function voidReason(why: NonNullable<CountedVote['void']>): string {
  if (why === 'not_a_steward') return 'no longer a steward';
  return why === 'other_plan' ? 'voted on another plan' : exclusionReasons[why];
}

/** Why an acceptance does not count, behind the name of who gave it. */
export function voidAcceptanceReason(why: VoidAcceptance): string {
  if (why === 'not_the_new_owner') return "no longer the new owner's account";
  return why === 'other_plan' ? 'accepted another plan' : exclusionReasons[why];
}

/** Why nobody in Slack can answer for a Domo user. */
export type Unreachable = 'absent' | 'group' | Outsider | 'domo_user_ambiguous' | 'mapped_elsewhere';

const unreachables: Record<Unreachable, string> = {
  absent: "isn't in Slack",
  group: "is a group, which can't accept",
  guest: 'is a guest in Slack',
  bot: 'is a bot in Slack',
  deactivated: 'has a deactivated Slack account',
  stranger: 'belongs to another Slack workspace',
  unclear: "isn't known to Slack as a full member",
  domo_user_ambiguous: 'shares an email with another Domo user; an admin can map them under “people” in the policy',
  mapped_elsewhere: 'has a Slack account that the policy maps to another Domo user',
};

/** The sentence that ends a request, before anyone is asked, whose new owner could never accept it. */
export function cannotAccept(rule: string, { name, email, id }: Owner, why: Unreachable): string {
  const who = `${name} (${email ?? nameOfId(id)})`;
  return `${ruleInSentence(rule)} needs the new owner to accept, but ${who} ${unreachables[why]}. Choose another new owner.`;
}

/** Why an approved request waits again. */
export function notAccepted(rule: string, name: string): string {
  return `${ruleInSentence(rule)} needs the new owner to accept, and ${name} hasn't yet.`;
}

/** What Domo shows in place of the columns that a request had put there: those from before it, or others. */
export type SchemaNow = 'before' | 'other';

export function schemaOverwritten(now: SchemaNow): string {
  const shows = now === 'before' ? 'Domo is back to the old columns' : 'Domo shows other columns now';
  return `${shows}: something overwrote this change.`;
}

/** What whoever decides must know of columns that come first, empty, beside those in whose place they are to be. */
export function successorWarning(successors: Successor[]): string {
  const [names, old] = [quoteNames(successors.map(({ name }) => name)), quoteNames(successors.map(({ of }) => of))];
  const [start, fill, are] = successors.length === 1 ? ['starts', 'it', 'is'] : ['start', 'them', 'are'];
  return `${names} ${start} empty and will replace ${old}. Tell whoever feeds this dataset to fill ${fill}, in CSV uploads too: they match by position. ${old} ${are} removed later, in another request.`;
}

/** Of renamed columns about which people wrote something. */
export function notesWarning(columns: string[]): string {
  const what = 'descriptions, tags and synonyms';
  return `Domo may lose what is written about ${quoteNames(columns)} (${what}), since it goes by the old name.`;
}

/** What the requester is asked, a while after the new columns came. */
export function removalQuestion(successors: Successor[], isUnused: boolean): string {
  const [names, old] = [quoteNames(successors.map(({ name }) => name)), quoteNames(successors.map(({ of }) => of))];
  const [is, columns] = successors.length === 1 ? ['is', 'the old column'] : ['are', 'the old columns'];
  const there = `${names} ${is} there in place of ${old}.`;
  if (isUnused) return `${there} Nothing that I can see uses ${old} any more: you can remove ${columns}.`;
  return `${there} I can't see what still uses ${old}: check that in Domo, then remove ${columns}.`;
}

/** `2 datasets have another owner in Domo now: Salaries (Alan Abel), Bonus (Ada Byron).` */
export function ownersOverwritten(moved: { datasetName: string; owner: { name: string } }[]): string {
  const names = moved.map(({ datasetName, owner }) => `${datasetName} (${owner.name})`);
  const have = moved.length === 1 ? '1 dataset has' : `${moved.length} datasets have`;
  return `${have} another owner in Domo now: ${andMore(names, 5)}. Someone or a connector changed that.`;
}

/** The sentence that ends a request which nobody could approve. */
export function tooFewStewards(rule: RequiredRule, eligible: Steward[], excluded: Excluded[]): string {
  const able = eligible.length === 0 ? 'no one' : `only ${listed(eligible.map(({ person }) => whoIs(person)))}`;
  const needs = `${rule.approvals} approval${rule.approvals === 1 ? '' : 's'}`;
  const head = `${ruleInSentence(rule.name)} needs ${needs}, but ${able} can approve.`;
  const reasons = excluded.map(({ person, exclusion }) => `${whoIs(person)} (${exclusionReasons[exclusion]})`);
  const why =
    excluded.length > 0
      ? `Can't approve: ${listed(reasons)}.`
      : eligible.length > 0
        ? ''
        : "The policy's approver list is empty, or Slack doesn't know who is on it.";
  return [head, why, moreStewards(excluded)].filter(Boolean).join(' ');
}

/** As cards show people, so that two of one name can be told apart. */
function whoIs({ name, email, domoId }: Person): string {
  return [name, email, domoId && `Domo ID ${domoId}`].filter(Boolean).join(' · ');
}

/** What to do about it stands behind them, and must not be cut off. */
function listed(all: string[]): string {
  return andMore(all, longestList, { between: '; ', before: '; and ' });
}

/** As it begins a sentence. */
function ruleInSentence(name: string): string {
  return name === defaultRule ? 'This' : `The rule “${name}”`;
}

/** What to do about too few stewards. */
function moreStewards(excluded: Excluded[]): string {
  const another = excluded.some(({ exclusion }) => exclusion === 'incoming_owner');
  return `Ask an admin to add approvers to the policy${another ? ', or choose another new owner' : ''}.`;
}
