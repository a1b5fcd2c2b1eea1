import type { Membership, Person, Policy } from '../types.ts';
import type { Excluded, Exclusion } from './refusal.ts';
import type { RequiredRule } from './rules.ts';

/** Someone whom the policy names, as Slack and Domo know them at this moment. */
export interface Steward {
  person: Person;
  membership: Membership;
  /** `none`: the policy says that no Domo user stands behind them. */
  domo: number | 'none' | 'unknown' | 'ambiguous';
}

/** What a request forbids its stewards to be. */
export interface Parties {
  requesterSlackId: string;
  /** Every Domo user that may be the requester: at submit and now, and all of them where the e-mail is ambiguous. */
  requesterDomoIds: readonly number[];
  /** Who owns it now, and who is to: of a group each member. */
  outgoingIds?: readonly number[] | undefined;
  incomingIds?: readonly number[] | undefined;
  /** Who is in one of these groups can't be read, so that nobody is known not to be. */
  membersUnknown?: boolean | undefined;
  ownersMayApprove: Policy['ownersMayApprove'];
}

/** A rule with the people behind its ids now. */
export interface StaffedRule extends RequiredRule {
  stewards: Steward[];
}

/** Why this steward's approval would not count; undefined: it would. */
export function exclusionOf(steward: Steward, parties: Parties): Exclusion | undefined {
  if (steward.membership !== 'member') return steward.membership;
  if (steward.person.slackId === parties.requesterSlackId) return 'own_request';
  if (steward.domo === 'none') return parties.membersUnknown ? 'members_unknown' : undefined;
  if (steward.domo === 'unknown') return steward.person.email === undefined ? 'email_unknown' : 'domo_user_unknown';
  if (steward.domo === 'ambiguous') return 'domo_user_ambiguous';
  if (parties.requesterDomoIds.includes(steward.domo)) return 'requesters_domo_user';
  const may = parties.ownersMayApprove;
  if (parties.membersUnknown) return 'members_unknown';
  if (parties.incomingIds?.includes(steward.domo) && may !== 'incoming' && may !== 'both') return 'incoming_owner';
  if (parties.outgoingIds?.includes(steward.domo) && may !== 'outgoing' && may !== 'both') return 'outgoing_owner';
  return undefined;
}

/** Who could approve under this rule; two Slack accounts of one Domo user are one steward. */
export function eligibleFor(rule: StaffedRule, parties: Parties): { eligible: Steward[]; excluded: Excluded[] } {
  const eligible: Steward[] = [];
  const excluded: Excluded[] = [];
  for (const steward of rule.stewards) {
    const exclusion =
      exclusionOf(steward, parties) ??
      (eligible.some((other) => isSamePerson(other, steward)) ? 'same_domo_user' : undefined);
    if (exclusion === undefined) eligible.push(steward);
    else excluded.push({ person: steward.person, exclusion });
  }
  return { eligible, excluded };
}

/** One person, by Slack account or by Domo user. */
export function isSamePerson(one: Steward, other: Steward): boolean {
  if (one.person.slackId === other.person.slackId) return true;
  return typeof one.domo === 'number' && one.domo === other.domo;
}

/** The first rule that too few people could satisfy. */
export function unstaffedRule(
  rules: StaffedRule[],
  parties: Parties,
): { rule: StaffedRule; eligible: Steward[]; excluded: Excluded[] } | undefined {
  for (const rule of rules) {
    const { eligible, excluded } = eligibleFor(rule, parties);
    if (eligible.length < rule.approvals) return { rule, eligible, excluded };
  }
  return undefined;
}
