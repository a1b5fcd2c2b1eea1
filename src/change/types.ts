import type { QuietHours } from './quiet-hours.ts';

/**
 * The words of Domo Steward. The rest of the code uses these, each for one thing.
 *
 * request      what a person asks for: one kind of change, a reason and a plan; people say its number: #42
 * form         what the requester filled in; a plan is made of it
 * plan         the exact change, frozen before anyone is asked: a list of items
 * item         one dataset of a plan, its before and after, and what became of it
 * fingerprint  SHA-256 over all that an approval binds; people see its first 7 characters
 * successor    a new column that comes first, beside the one in whose place it is to be
 * follow-up    a new request that goes on from an earlier one, its origin, with its own plan and votes
 * transition   one change of a request's state, with its audit entry and the jobs that it leads to
 * hold         a dataset that an open request keeps for itself, so that no other request can name it
 * vote         one steward's approve or reject, with the fingerprint that they saw and the policy in force then
 * sheet        all that a click on a request is judged by, read by one statement
 * ballot       a request as a click meets it: its state and votes by the sheet, its rules and people by the electorate
 * electorate   the rules that a request must satisfy, and who may vote on them at this moment
 * acceptance   the incoming owner's yes or no, where a rule wants one; never a vote
 * escalated    a rule under which the policy's fallback approvers may approve a request too, and stay so
 * settle       a request by its decision; an item by what became of it, after which it never waits again
 * decision     what settles a request: the vote or acceptance that completes it, or the first reject or decline
 * owner        a Domo user or group that owns a dataset: below zero its id is a group's; `standing`: whether Domo still has them
 * question     what a steward asks the requester about a pending request, and the answer
 * refusal      why somebody may not do what they asked to do, or Domo's no to a call
 * policy       `policy.yml`: who may ask, who may approve what, how many, how long
 * rule         one line of the policy: which items it is for, who approves them, and how many must
 * steward      someone whom the policy lets approve
 * auditor      someone whom the policy lets read everything
 * member       a full, active person of our Slack workspace; guests, bots and strangers are none
 * catalog      the local copy of Domo's users and datasets
 * door         the way in which Domo is written: by the public API, by the product's, or by hand
 * uses         what hangs on a dataset or a column: cards, DataFlows, views, alerts, Beast Modes; `touched`: a change breaks it, or may
 * outside      of a change: made in Domo beside the app; an `outsider` is a person who is no member
 * outlook      what an open form says of what would come of it
 * card         the one message in the approval channel that always shows the request as it is now
 * notice       a direct message of the app about a request; a `living` one is edited as things move
 * ping         a call to somebody who is needed: a live mention on a new card, or a message; `round`: whom one occasion calls
 * reply        what somebody writes in the thread of a card; it decides nothing
 * live         as Domo shows a dataset at a read; `seen`: as it was read right before our write, or before people were asked
 * lease        the right to work that one process at a time does, such as reading all of Domo, for as long as it lives
 * job          work that pg-boss keeps until it is done; `queue`: the jobs of one name
 * by hand      done by a person in Domo, since its API refuses it, and proved by reading; `holder`: who said that they do it
 * run          the work that applies one request, from a begin or a resume on; `halt`: why it writes nothing more
 * entry        one event in the audit log; `authentic`: its hash is right; `logged`: an authentic entry tells of it
 * problem      a sentence that says why a request does not go on as asked
 * draft        a schema form that is not sent yet; `edit`: the changes in it so far
 */

export const kinds = ['owner', 'schema'] as const;
export type Kind = (typeof kinds)[number];

export const requestStates = [
  'preparing',
  'pending',
  'approved',
  'applying',
  'applied',
  'partly_applied',
  'failed',
  'invalid',
  'rejected',
  'withdrawn',
  'expired',
] as const;
export type RequestState = (typeof requestStates)[number];

/**
 * How a new request goes on from an earlier one: what failed there, its inverse, what it left, the same on today's columns,
 * once more, in its place (`edit`), which takes back the earlier one, or the `removal` of the columns that its new ones succeed.
 */
export const followUpPurposes = ['retry', 'undo', 'rest', 'redo', 'again', 'edit', 'removal'] as const;
export type FollowUpPurpose = (typeof followUpPurposes)[number];

/** A request in one of these holds its datasets, until each is settled: no other request may name them. */
export const openStates = ['preparing', 'pending', 'approved', 'applying'] as const satisfies RequestState[];

/** `by_hand`: approved, but a person is to do it in Domo, and it is read until Domo shows it. */
export const itemStates = [
  'waiting',
  'writing',
  'by_hand',
  'verified',
  'already',
  'drifted',
  'refused',
  'unverified',
  'failed',
  'stopped',
] as const;
export type ItemState = (typeof itemStates)[number];

/** `deleted`: a user deleted in Domo; `group`: Domo lists it as one; `unknown`: a group that can't be seen, or an id that Domo does not list. */
export const standings = ['active', 'deleted', 'group', 'unknown'] as const;
export type Standing = (typeof standings)[number];

/** A Domo user or group as a dataset names its owner; `email` and `active` only where the catalog knows a user of that id. */
export interface Owner {
  /** Of a user; below zero: of a group (src/change/owner/group.ts). */
  id: number;
  name: string;
  email?: string | undefined;
  standing?: Standing | undefined;
}

export const columnTypes = ['STRING', 'DECIMAL', 'LONG', 'DOUBLE', 'DATE', 'DATETIME'] as const;

/** A column as Domo shows it; keys beside `name` and `type` are Domo's own and are kept as they are. */
export interface Column {
  name: string;
  type: string;
  [more: string]: unknown;
}

/** What a dataset's one changed field was when the plan was frozen, and what it shall be. */
export type Change =
  | { kind: 'owner'; before: Owner; after: Owner }
  | { kind: 'schema'; before: Column[]; after: Column[]; renames: Record<string, string> };

/** `public`: with the OAuth client; `product`: with the admin's access token; `hand`: a person does it, and we read it. */
export const doors = ['public', 'product', 'hand'] as const;
export type Door = (typeof doors)[number];

/** One dataset of a plan, frozen. */
export interface PlanItem {
  datasetId: string;
  datasetName: string;
  /** Row security (PDP) is on. Shown first: an owner bypasses it. */
  pdp: boolean;
  change: Change;
  /** Absent: `public`. */
  door?: Door | undefined;
}

/** Why an account is none of a member; `unclear`: Slack doesn't say, or doesn't know them. */
export type Outsider = 'guest' | 'bot' | 'deactivated' | 'stranger' | 'unclear';
/** What a Slack account is to our workspace. Only a `member` may do anything here. */
export type Membership = 'member' | Outsider;

/** A person as Slack and Domo know them; `domoId` null: no Domo user stands behind them. */
export interface Person {
  slackId: string;
  name: string;
  email?: string | undefined;
  domoId?: number | null | undefined;
}

/** All that an approval binds. */
export interface Plan {
  /** Random, so that two equal requests differ. */
  requestId: string;
  number: number;
  kind: Kind;
  requester: Pick<Person, 'slackId' | 'domoId'>;
  reason: string;
  /** The Domo instance, as its token endpoint names it. */
  customer: string;
  items: PlanItem[];
}

export interface Vote {
  voter: Person;
  choice: 'approve' | 'reject';
  /** What the voter saw. */
  fingerprint: string;
  policyHash: string;
  comment?: string | undefined;
  at: Date;
}

/** The incoming owner's answer, where a rule asks for one; never a vote. */
export interface Acceptance {
  owner: Person;
  choice: 'accept' | 'decline';
  /** What they saw. */
  fingerprint: string;
  policyHash: string;
  comment?: string | undefined;
  at: Date;
}

/** What settled a request: a vote, or the incoming owner's answer. */
export interface Decision {
  by: Person;
  choice: Vote['choice'] | Acceptance['choice'];
  comment?: string | undefined;
  at: Date;
}

/** Why somebody is called about a request. */
export const pingReasons = ['asked', 'reminder', 'escalated', 'recounted', 'expires', 'by_hand'] as const;
export type PingReason = (typeof pingReasons)[number];

/** Who is waited for where everyone who could decide a request is away. It tells whom to call, and gives nobody a right. */
export interface AllAway {
  /** The rules of which this holds now, while they want more approvals. */
  rules: string[];
  /** Who may approve under them once `escalate_after` is over; undefined: nobody more will. */
  joining?: { people: Person[]; at: Date } | undefined;
}

/** Of what a person wants to hear: of every request that they can decide, only when they are needed, of none. */
export const notifyChoices = ['every', 'needed', 'never'] as const;
export type NotifyChoice = (typeof notifyChoices)[number];

export const risks = ['safe', 'caution', 'breaking', 'blocked'] as const;
export type Risk = (typeof risks)[number];

/** Which items a rule is for. Every condition given must hold; none given: every item. */
export interface RuleCondition {
  kind?: Kind | undefined;
  /** This risk or a worse one. */
  risk?: Risk | undefined;
  /** A dataset's whole name, in any case; `*` stands for any characters. */
  datasets?: string | undefined;
  /** Current owners: a user's id, or `group:77`. */
  owners?: (number | string)[] | undefined;
  /** At least this many of one owner's datasets, counted over 7 days of requests. */
  items?: number | undefined;
  /** At least this many cards and DataFlows use the dataset; of several, the one that most use. */
  uses?: number | undefined;
}

export interface Rule {
  name: string;
  when: RuleCondition;
  /** Slack ids of people (U…, W…) and user groups (S…); defaults to the policy's own. */
  approvers: string[];
  approvals: number;
  /** Of an owner change: the incoming owner must accept it. */
  requireAcceptance: boolean;
  /** How long a request under it may wait, in ms; of several rules the shortest holds. */
  expireAfter: number;
}

/** `policy.yml`, parsed. Durations are in ms. */
export interface Policy {
  channel: string;
  /** `members`: every full member of the workspace. */
  requesters: 'members' | string[];
  approvers: string[];
  approvals: number;
  requireAcceptance: boolean;
  /** Slack ids of those who may read everything, and decide nothing. */
  auditors: string[];
  /** Slack ids of those who may approve as well where too few can, and once a request has waited for `escalateAfter`. */
  fallbackApprovers: string[];
  escalateAfter: number;
  /** Nobody is reminded in them; undefined: there are none. */
  quietHours: QuietHours | undefined;
  /** Of whoever Slack does not tell one: an IANA name. */
  timeZone: string;
  /** Nothing is written to Domo while it is so. */
  paused: boolean;
  /** Slack ids of those who do in Domo what its API refuses. */
  byHand: string[];
  /** How long that may take. */
  byHandWithin: number;
  ownersMayApprove: 'none' | 'outgoing' | 'incoming' | 'both';
  rules: Rule[];
  expireAfter: number;
  remindAfter: number[];
  /** How long after a change Domo is read again, each time. */
  recheckAfter: number[];
  /** Slack person → Domo user id; `none`: they have no Domo user. */
  people: Record<string, number | 'none'>;
  /** SHA-256 of the file's text. */
  hash: string;
  text: string;
}
