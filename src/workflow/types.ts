import type { Column } from '../change/types.ts';
import type { Refusal } from '../change/votes/refusal.ts';
import type { MessageRef } from './ports.ts';
import type { ItemView, RequestLine, RequestView } from './tell/request-view.ts';

/** Which of the outgoing owner's datasets. */
export type DatasetChoice =
  | { which: 'all' }
  /** `picked` and `pasted`: what the person gave, from which the ids were read; a form that opens again holds just that. */
  | { which: 'some'; ids: string[]; picked: string[]; pasted: string }
  /** Those of an earlier request: what failed there (`retry`), or what it did (`undo`). */
  | { which: 'earlier'; requestId: string; number: number; purpose: 'retry' | 'undo'; count: number };

export interface OwnerForm {
  kind: 'owner';
  fromId: number;
  toId: number;
  datasets: DatasetChoice;
  reason: string;
}

export interface SchemaForm {
  kind: 'schema';
  datasetId: string;
  /** What Domo had when the form was made: another schema at the fresh read makes the request invalid. */
  before: Column[];
  after: Column[];
  /** Stated renames: name before → name after. */
  renames: Record<string, string>;
  reason: string;
}

export type RequestForm = OwnerForm | SchemaForm;

/** A form that is not filled in to the end: what `Retry failed`, `Undo`, `Hand over the rest` and a mended form open with. */
export type Prefill = Partial<Omit<OwnerForm, 'kind'>> & { kind: 'owner' };

export type Outcome<T = object> = ({ ok: true } & T) | { ok: false; refusal: Refusal };

export interface Click {
  requestId: string;
  slackId: string;
  /** The message that carried the button; only the recorded card decides. */
  message: MessageRef;
}

export interface VoteClick extends Click {
  choice: 'approve' | 'reject';
  /** From the button: what the steward saw. Never trusted for anything but comparing. */
  fingerprint: string;
  comment?: string | undefined;
}

/** What people can do, one method each. A refusal is data, is audited, and has no other effect. Throws only when something is broken. */
export interface Workflow {
  /** Full members whom `requesters` names may open forms, search and see Home. `action`: what is audited when it is refused. */
  mayAsk(slackId: string, action?: string): Promise<Refusal | undefined>;
  /** `submissionKey` names the one filled-in form (its view id): a second delivery of it makes no second request. */
  submit(
    form: RequestForm,
    slackId: string,
    submissionKey: string,
  ): Promise<Outcome<{ requestId: string; number: number }>>;
  /** `settled`: this vote was the decision. */
  vote(click: VoteClick): Promise<Outcome<{ settled: boolean; number: number }>>;
  /** Whether a reject form may be opened: the same checks as a vote, without one. */
  mayReject(click: Click): Promise<Refusal | undefined>;
  withdraw(requestId: string, slackId: string): Promise<Outcome<{ number: number }>>;
  stop(requestId: string, slackId: string): Promise<Outcome<{ number: number }>>;
  /** What a follow-up form opens with. */
  followUp(
    requestId: string,
    slackId: string,
    purpose: 'retry' | 'undo' | 'rest' | 'again',
  ): Promise<Outcome<{ prefill: Prefill }>>;
  /** The request whose plan someone wants to see, which full members may. */
  look(requestId: string, slackId: string): Promise<Outcome<{ request: RequestView }>>;
  request(requestId: string): Promise<RequestView | undefined>;
  /** Where its card is; undefined before one was posted. */
  card(requestId: string): Promise<MessageRef | undefined>;
  byNumber(number: number): Promise<RequestView | undefined>;
  /** `from` inclusive; 25 a page is what `View plan` shows. */
  items(requestId: string, from: number, limit: number): Promise<ItemView[]>;
  /** Open requests, newest first, and after them this person's own others. */
  listFor(slackId: string, limit: number): Promise<RequestLine[]>;
  /** What this person asked for, newest first. */
  askedBy(slackId: string, limit: number): Promise<RequestLine[]>;
  /** Changes that came to an end, newest first. */
  recent(limit: number): Promise<RequestLine[]>;
  /** Requests that named this dataset, newest first. */
  history(datasetId: string, limit: number): Promise<RequestLine[]>;
  /** Pending requests on which this person may vote now. */
  waitingFor(slackId: string, limit: number): Promise<RequestLine[]>;
}
