/**
 * The words of Domo Steward. The rest of the code uses these and no others.
 *
 * request      what a person asks for: one kind of change, a reason and a plan; people say its number: #42
 * plan         the exact change, frozen before anyone is asked: a list of items
 * item         one dataset of a plan, its before and after, and what became of it
 * fingerprint  SHA-256 over all that the approval binds; people see its first 7 characters
 * vote         one steward's approve or reject, with the fingerprint and the policy they saw
 * decision     the vote that settles the request
 * steward      someone whom the policy lets approve
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

/** A request in one of these holds its datasets: no other request may name them. */
export const openStates = ['preparing', 'pending', 'approved', 'applying'] as const satisfies RequestState[];

export const itemStates = [
  'waiting',
  'writing',
  'verified',
  'already',
  'drifted',
  'refused',
  'unverified',
  'failed',
  'stopped',
] as const;
export type ItemState = (typeof itemStates)[number];

/** A Domo user or group as a dataset names its owner; `email` and `active` only where the catalog knows a user of that id. */
export interface Owner {
  id: number;
  name: string;
  email?: string | undefined;
  /** `deleted`: a user deleted in Domo; `unknown`: a group, or an id that Domo does not list. */
  standing?: 'active' | 'deleted' | 'unknown' | undefined;
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

/** One dataset of a plan, frozen. */
export interface PlanItem {
  datasetId: string;
  datasetName: string;
  /** Row security (PDP) is on. Shown first: an owner bypasses it. */
  pdp: boolean;
  change: Change;
}

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
