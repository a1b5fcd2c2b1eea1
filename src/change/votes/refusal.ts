import type { Decision, Outsider, Person, RequestState } from '../types.ts';

/** Why a person is not counted as a steward of one request. */
export type Exclusion =
  | 'own_request'
  /** Another Slack account of the Domo user who asked. */
  | 'requesters_domo_user'
  | 'incoming_owner'
  | 'outgoing_owner'
  /** The owner is a group, and Domo doesn't say who is in it. */
  | 'members_unknown'
  /** No Domo user has their e-mail, and `people` does not name one. */
  | 'domo_user_unknown'
  /** Several Domo users have their e-mail. */
  | 'domo_user_ambiguous'
  /** Slack shows no e-mail of theirs, and `people` does not name a Domo user. */
  | 'email_unknown'
  | Outsider
  /** Another Slack account of the same Domo user is counted already. */
  | 'same_domo_user';

/** What a request became, and by whom where somebody decided it. */
interface Settled {
  state: RequestState;
  by?: Person | undefined;
  how?: Decision['choice'] | undefined;
  at?: Date | undefined;
}

/** Why something that a person asked for was not done. The Slack side has the words. */
export type Refusal =
  | { why: 'not_a_member'; membership: Outsider }
  | { why: 'not_a_requester' }
  /** The request is for its requester, stewards, auditors and the owners that it names; others read it from its card. */
  | { why: 'not_a_reader'; number: number }
  /** For stewards and auditors alone. */
  | { why: 'not_an_insider' }
  | { why: 'not_a_steward'; approvers: string[] }
  | { why: 'excluded'; exclusion: Exclusion }
  /** `awaits`: the incoming owner's answer is all that is missing. */
  | { why: 'already_voted'; awaits?: 'acceptance' }
  | ({ why: 'already_settled' } & Settled)
  /** The request that a new one was to take the place of. */
  | ({ why: 'origin_settled'; number: number } & Settled)
  | { why: 'plan_changed' }
  | { why: 'plan_not_posted' }
  /** The click came from a message that is not the recorded card. */
  | { why: 'card_replaced' }
  | { why: 'no_such_request'; number?: number | undefined }
  | { why: 'not_yours' }
  /** They have no vote on it to take back. */
  | { why: 'no_vote' }
  /** Their Domo user is not the one that would become the owner. */
  | { why: 'not_the_new_owner' }
  /** No rule asks for the incoming owner's answer. */
  | { why: 'acceptance_not_wanted' }
  | { why: 'already_accepted' }
  /** Only the requester answers what stewards ask. */
  | { why: 'not_asked' }
  | { why: 'answered' }
  /** The same form, sent with other content, after a request was made of it. */
  | { why: 'already_filed'; number: number }
  /** Only the requester and the stewards stop a run. */
  | { why: 'may_not_stop'; approvers: string[] }
  | { why: 'not_applying'; state: RequestState }
  /** The policy does not name them to do by hand what Domo's API refuses. */
  | { why: 'not_by_hand'; people: string[] }
  /** Nothing of it is to be done by hand any more, or yet. */
  | { why: 'not_waiting'; state: RequestState }
  /** Somebody else said that they do it. */
  | { why: 'held'; by: Person }
  /** They don't have what they want to give back. */
  | { why: 'not_held'; by: Person | undefined };

export interface Excluded {
  person: Person;
  exclusion: Exclusion;
}
