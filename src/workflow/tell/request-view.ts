import type { Reading } from '../../catalog/types.ts';
import type { NoteKind } from '../../change/schema/column-notes.ts';
import type { Successor } from '../../change/schema/edit.ts';
import type { RiskReason } from '../../change/schema/risk.ts';
import type { ItemCounts } from '../../change/states.ts';
import type {
  Acceptance,
  AllAway,
  Change,
  Decision,
  Door,
  FollowUpPurpose,
  ItemState,
  Kind,
  Owner,
  Person,
  RequestState,
  Risk,
  Vote,
} from '../../change/types.ts';
import type { Touch, UseKind, Uses } from '../../change/uses.ts';
import type { Excluded } from '../../change/votes/refusal.ts';
import type { OutsideOfPlan } from '../outside/outside-view.ts';
import type { AskedBefore } from './asked-before.ts';

/** One dataset of a request as people see it. */
export interface ItemView {
  datasetId: string;
  datasetName: string;
  /** Domo has another one whose name looks the same. */
  alike: boolean;
  pdp: boolean;
  change: Change;
  /** As the plan froze it. */
  door: Door;
  /** People were asked to do it in Domo. */
  byHand: boolean;
  state: ItemState;
  /** Why it is not `verified`, in words: Domo's, or ours. */
  reason?: string | undefined;
  settledAt?: Date | undefined;
}

/** A rule that this request must satisfy, and how far it is. */
export interface RuleView {
  name: string;
  /** Slack ids of people and user groups. */
  approvers: string[];
  /** The same as names: a group's handle, a person's name. */
  approverNames: string[];
  /** Of those who are asked as well by now; not of a person whose approval would not count. */
  fallbackNames: string[];
  needed: number;
  given: number;
  /** The first of those whose approval would count and is not given yet, and how many there are. */
  able: Person[];
  ableCount: number;
  /** How many of its people were not looked up: whether they count is not known. */
  notLookedUp: number;
}

/** The incoming owner's answer, where a rule asks for it or it was given. */
export interface AcceptanceView {
  /** `missing`: asked for and not there, or what is there does not count. */
  state: 'missing' | 'by_asking' | 'accepted' | 'declined';
  given?: Pick<Acceptance, 'owner' | 'choice' | 'comment' | 'at'> | undefined;
  /** Why it does not count now. */
  void?: string | undefined;
}

export interface VoteView extends Vote {
  /** Why it does not count now. */
  void?: string | undefined;
}

/** What one person may see and do under `Details`. */
export interface Viewer {
  /** The requester, stewards and auditors see e-mails, ids, and who can't approve and why. */
  insider: boolean;
  /** They opened it from its card, as any full member may: pages and searches of this window are for them too. */
  fromCard: boolean;
  mayApprove: boolean;
  mayReject: boolean;
  mayWithdraw: boolean;
  mayTakeBack: boolean;
  /** As the incoming owner. */
  mayAccept: boolean;
  mayDecline: boolean;
  /** What is to be done by hand: take it; check it and give it back. */
  mayTake: boolean;
  holds: boolean;
}

/** What a steward asked the requester, and the answer. */
export interface QuestionView {
  id: string;
  asker: Person;
  text: string;
  askedAt: Date;
  answer?: { text: string; at: Date } | undefined;
}

/** What somebody wrote in the thread of the card. */
export interface ReplyView {
  author: Person;
  at: Date;
  /** Undefined: deleted in Slack. */
  text?: string | undefined;
  edited: boolean;
}

/** What uses the dataset, as it was when the plan was frozen. */
export interface UseView {
  kind: UseKind;
  name: string;
  ownerName?: string | undefined;
  /** Undefined: they can't be seen. */
  columns?: string[] | undefined;
  touched: Touch;
}

/** A request that this one goes on from, or that goes on from this one. */
export interface LinkedRequest {
  number: number;
  purpose: FollowUpPurpose;
  state: RequestState;
  /** To its card, for people of that channel. */
  link?: string | undefined;
}

/** What a request waits for once its run is over: people who do the rest in Domo. */
export interface HandView {
  /** How many datasets they were asked to do. */
  asked: number;
  /** Who said that they do it. */
  holder?: Person | undefined;
  until: Date;
  /** Whom the policy names for it: people and groups, by name. */
  people: string[];
}

/** A request as a list tells of it, in one line. */
export type RequestLine = Pick<
  RequestView,
  | 'id'
  | 'number'
  | 'kind'
  | 'state'
  | 'requester'
  | 'from'
  | 'to'
  | 'dataset'
  | 'total'
  | 'decision'
  | 'acceptance'
  | 'stoppedBy'
  | 'card'
  | 'createdAt'
  | 'settledAt'
> & {
  schema?: Pick<NonNullable<RequestView['schema']>, 'risk' | 'changes'> | undefined;
  counts: Pick<ItemCounts, 'unverified'>;
  /** Its run is over, and people are waited for. */
  hand?: Pick<HandView, 'until'> | undefined;
};

/** A request as it is now: all that a card or a DM needs, and no more than 100 of its items. */
export interface RequestView {
  id: string;
  number: number;
  kind: Kind;
  state: RequestState;
  requester: Person;
  reason: string;
  /** Absent until the plan is frozen. */
  fingerprint?: string | undefined;
  /** Owner changes: who hands over to whom. */
  from?: Owner | undefined;
  to?: Owner | undefined;
  /** What Slack calls the new owner; null: they are not there. */
  inSlack?: Pick<Person, 'slackId' | 'name'> | null | undefined;
  /** Domo ids of those among its people whose name looks like somebody else's. */
  alike: number[];
  /** Schema changes: the dataset, also while there is no plan yet. */
  dataset?: { id: string; name: string; alike?: boolean; owner?: Owner | undefined } | undefined;
  /** Schema changes: the risk, its reasons, the row-security policies on the dataset. The diff is in the one item's change. */
  schema?:
    | {
        risk: Risk;
        reasons: RiskReason[];
        policies: string[];
        /** Whether columns are masked could not be seen. */
        masksUnseen?: boolean | undefined;
        /** What people wrote about its columns, by kind; undefined: that can't be seen. */
        notes?: NoteKind[] | undefined;
        /** What sets its columns anew at each run, in a sentence; undefined: nothing that is known of. */
        source?: string | undefined;
        changes?: number | undefined;
        /** New columns, and those in whose place they came. */
        successors?: Successor[] | undefined;
        uses?: Uses | undefined;
      }
    | undefined;
  /** What uses its dataset: under `Details` of those who read everything. */
  usedBy?: UseView[] | undefined;
  total: number;
  /** While it is being prepared: how far Domo has been read. */
  reading?: Reading | undefined;
  counts: ItemCounts;
  /** How many of its datasets are to be changed by each door; `lost`: of those for the product door that are done by hand, since it was not there. */
  doors: Record<Door | 'lost', number>;
  hand?: HandView | undefined;
  /** Of the unverified: Domo shows them as asked, and something else has moved along. */
  movedAlong?: number | undefined;
  /** The first 100: what went wrong first, then in the plan's order, which begins with those under row security. */
  items: ItemView[];
  /** Datasets left out since another open request holds them. */
  leftOut: { datasetId: string; datasetName: string; heldBy: number }[];
  rules: RuleView[];
  /** Of one of which was told that everyone who can decide it is away; `rules`: those of which it holds now. */
  allAway?: AllAway | undefined;
  votes: VoteView[];
  acceptance?: AcceptanceView | undefined;
  /** Oldest first. */
  questions: QuestionView[];
  /** The newest, oldest first: under `Details` of those who read everything. */
  replies?: ReplyView[] | undefined;
  decision?: Decision | undefined;
  /** How many of the plan's datasets are under row security (PDP). */
  secured: number;
  /** The same kind of change for a dataset of it was rejected not long ago. */
  askedBefore?: AskedBefore | undefined;
  /** What was changed in its datasets beside the app since it was asked for. */
  outside?: OutsideOfPlan[] | undefined;
  /** Slack ids of those whom the card mentions. */
  mentioned: string[];
  /** What to worry about, a sentence each. */
  warnings: string[];
  /** The full list is in the thread; there is no `Approve` before. */
  planPosted: boolean;
  expiresAt?: Date | undefined;
  /** Someone pressed `Stop`. */
  stoppedBy?: Person | undefined;
  /** Why the run stands still, or stopped by itself, or why the request is invalid or back to pending. */
  problem?: string | undefined;
  /** Stewards who do not count here, and why. */
  excluded: Excluded[];
  /** After an owner change: how many datasets the former owner still has, as far as the catalog knows. */
  stillOwned?: number | undefined;
  card?: { channel: string; ts: string } | undefined;
  /** Where this Domo is, as `https://acme.domo.com`: what links to datasets and people begin with. */
  domoUrl?: string | undefined;
  /** While it is applied: how long the rest will take at the pace so far. */
  minutesLeft?: number | undefined;
  origin?: LinkedRequest | undefined;
  followUps: LinkedRequest[];
  createdAt: Date;
  startedAt?: Date | undefined;
  settledAt?: Date | undefined;
}

/** Whether the incoming owner is still to accept. */
export function isAwaited({ state, acceptance }: Pick<RequestView, 'state' | 'acceptance'>): boolean {
  return state === 'pending' && acceptance?.state === 'missing';
}

const shownAtOnce = 20;

/** Whether the plan is longer than a card and `Details` show at once, so that its list is posted beside them. */
export function isLongPlan({ kind, total, schema }: Pick<RequestView, 'kind' | 'total' | 'schema'>): boolean {
  return (kind === 'owner' ? total : (schema?.changes ?? 0)) > shownAtOnce;
}
