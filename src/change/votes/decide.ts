import type { Acceptance, Decision, Person, RequestState, Vote } from '../types.ts';
import { isAccepted, refusalToAnswer, type Slot } from './acceptance.ts';
import type { Exclusion, Refusal } from './refusal.ts';
import { exclusionOf, isSamePerson, type Parties, type StaffedRule, type Steward } from './stewards.ts';

/** How a vote stands under the policy in force. */
export interface CountedVote {
  vote: Vote;
  void?: Exclusion | 'not_a_steward' | 'other_plan' | undefined;
}

export interface Count {
  votes: CountedVote[];
  rules: { rule: StaffedRule; given: number }[];
  satisfied: boolean;
}

/** What a steward sees of the request when they click, and what the store has. */
export interface Ballot {
  state: RequestState;
  fingerprint: string | undefined;
  planPosted: boolean;
  /** The click came from the recorded card, or from under `Details`. */
  fromCard: boolean;
  settledBy?: Person | undefined;
  settledHow?: Decision['choice'] | undefined;
  settledAt?: Date | undefined;
  votes: Vote[];
  rules: StaffedRule[];
  parties: Parties;
  slot: Slot;
}

/** What a request becomes by a vote or an answer of the incoming owner. */
export type Becomes = 'pending' | 'approved' | 'rejected';
export type Decided =
  | { refusal: Refusal }
  /** `awaits`: the incoming owner's answer is all that is missing. */
  | { becomes: Becomes; awaits?: 'acceptance' };

/**
 * Counts approvals under the rules and people of this moment. A vote counts once for a person, on this fingerprint, when
 * the rule names its voter and nothing excludes them.
 */
export function countVotes(votes: Vote[], rules: StaffedRule[], parties: Parties, fingerprint: string): Count {
  const approvals = votes.filter((vote) => vote.choice === 'approve');
  const counted = approvals.map((vote): CountedVote => {
    if (vote.fingerprint !== fingerprint) return { vote, void: 'other_plan' };
    const steward = stewardOf(vote.voter.slackId, rules);
    if (steward === undefined) return { vote, void: 'not_a_steward' };
    return { vote, void: exclusionOf(steward, parties) };
  });
  const valid = counted.filter((each) => each.void === undefined);
  const given = rules.map((rule) => ({ rule, given: distinctVoters(rule, valid).length }));
  return {
    votes: counted,
    rules: given,
    satisfied: rules.length > 0 && given.every((each) => each.given >= each.rule.approvals),
  };
}

/** What one click does: nothing but a reason, or a vote, which may be the one that settles the request. */
export function decide(ballot: Ballot, vote: Vote): Decided {
  const refusal = refusalOf(ballot, vote);
  if (refusal !== undefined) return { refusal };
  if (vote.choice === 'reject') return { becomes: 'rejected' };
  const others = ballot.votes.filter((earlier) => earlier.voter.slackId !== vote.voter.slackId);
  const count = countVotes([...others, vote], ballot.rules, ballot.parties, vote.fingerprint);
  if (!count.satisfied) return { becomes: 'pending' };
  return isAccepted(ballot.slot, vote.fingerprint)
    ? { becomes: 'approved' }
    : { becomes: 'pending', awaits: 'acceptance' };
}

/** The same for the incoming owner's answer; `owner`: who gives it, as Slack and Domo know them now. */
export function decideAcceptance(
  ballot: Ballot,
  answer: Acceptance,
  owner: Steward,
): { refusal: Refusal } | { becomes: Becomes } {
  const { slot, rules, parties, votes } = ballot;
  const count = countVotes(votes, rules, parties, answer.fingerprint);
  const refusal =
    alreadySettled(ballot) ??
    refusalToAnswer(slot, ballot.fingerprint, { answer, person: owner, again: count.satisfied });
  if (refusal !== undefined) return { refusal };
  if (answer.choice === 'decline') return { becomes: 'rejected' };
  return { becomes: count.satisfied ? 'approved' : 'pending' };
}

function alreadySettled({ state, settledBy: by, settledHow: how, settledAt: at }: Ballot): Refusal | undefined {
  return state === 'pending' ? undefined : { why: 'already_settled', state, by, how, at };
}

function refusalOf(ballot: Ballot, vote: Vote): Refusal | undefined {
  const { slackId } = vote.voter;
  const settled = alreadySettled(ballot);
  if (settled !== undefined) return settled;
  const steward = stewardOf(slackId, ballot.rules);
  if (slackId === ballot.parties.requesterSlackId) return { why: 'excluded', exclusion: 'own_request' };
  if (steward === undefined) {
    return {
      why: 'not_a_steward',
      approvers: [...new Set(ballot.rules.flatMap((rule) => [...rule.approvers, ...rule.fallback]))],
    };
  }
  const exclusion = exclusionOf(steward, ballot.parties);
  if (exclusion !== undefined && (vote.choice === 'approve' || steward.membership !== 'member')) {
    return { why: 'excluded', exclusion };
  }
  if (!ballot.fromCard) return { why: 'card_replaced' };
  if (vote.fingerprint !== ballot.fingerprint) return { why: 'plan_changed' };
  if (vote.choice === 'reject') return undefined;
  if (!ballot.planPosted) return { why: 'plan_not_posted' };
  return repeatOf(ballot, steward);
}

function repeatOf(ballot: Ballot, steward: Steward): Refusal | undefined {
  if (ballot.fingerprint === undefined) return { why: 'plan_changed' };
  const count = countVotes(ballot.votes, ballot.rules, ballot.parties, ballot.fingerprint);
  // Enough already, after a recount fell short for a while: any of the voters may say so once more.
  if (count.satisfied && isAccepted(ballot.slot, ballot.fingerprint)) return undefined;
  for (const { vote, void: voided } of count.votes) {
    if (voided !== undefined) continue;
    const earlier = stewardOf(vote.voter.slackId, ballot.rules);
    if (earlier === undefined || !isSamePerson(earlier, steward)) continue;
    const sameAccount = vote.voter.slackId === steward.person.slackId;
    const repeat = { why: 'already_voted', ...(count.satisfied && { awaits: 'acceptance' as const }) } as const;
    return sameAccount ? repeat : { why: 'excluded', exclusion: 'same_domo_user' };
  }
  return undefined;
}

function stewardOf(slackId: string, rules: StaffedRule[]): Steward | undefined {
  return rules.flatMap((rule) => rule.stewards).find((steward) => steward.person.slackId === slackId);
}

function distinctVoters(rule: StaffedRule, valid: CountedVote[]): Steward[] {
  const voters: Steward[] = [];
  for (const { vote } of valid) {
    const steward = rule.stewards.find((candidate) => candidate.person.slackId === vote.voter.slackId);
    if (steward !== undefined && !voters.some((other) => isSamePerson(other, steward))) voters.push(steward);
  }
  return voters;
}
