import { z } from 'zod';
import { kinds } from '../change/types.ts';
import { numberedOrigin } from '../workflow/ask/form.ts';

/** The ids by which Slack names what happened, one place for all but the schema form's. */
export const callbacks = {
  ownerForm: 'owner_form',
  rejectForm: 'reject_form',
  approveForm: 'approve_form',
  questionForm: 'question_form',
  answerForm: 'answer_form',
  declineForm: 'decline_form',
  details: 'details',
  ownerShortcut: 'change_owner',
} as const;

export const actionIds = {
  approve: 'approve',
  reject: 'reject',
  /** Each opens a view with room for a comment: under `Details`, and `Approve` on a card whose question is too long for Slack's dialog. */
  approveIn: 'approve_in_details',
  rejectIn: 'reject_in_details',
  /** On the card, and under `Details`. */
  ask: 'ask',
  askIn: 'ask_in_details',
  answer: 'answer',
  takeBack: 'take_back_vote',
  /** In the incoming owner's message, and under `Details`. */
  accept: 'accept',
  decline: 'decline',
  /** What is to be done by hand: in a message, and under `Details`. */
  takeByHand: 'take_by_hand',
  giveBack: 'give_back_by_hand',
  checkNow: 'check_by_hand',
  details: 'details',
  /** The search in a plan, and what is found. */
  planItem: 'plan_item',
  requestCsv: 'request_csv',
  /** Two buttons in one view need two ids. */
  previousPage: 'plan_previous',
  nextPage: 'plan_next',
  stop: 'stop',
  withdraw: 'withdraw',
  retry: 'retry_failed',
  undo: 'undo',
  rest: 'hand_over_rest',
  again: 'open_form_again',
  openOwnerForm: 'open_owner_form',
  openSchemaForm: 'open_schema_form',
  /** Followed by a number: one choice of several. */
  chooseOwners: 'choose_owners:',
  chooseHistory: 'choose_history:',
  olderInList: 'older_in_list',
  olderInHistory: 'older_in_history',
  listCsv: 'list_csv',
  historyCsv: 'history_csv',
  logCsv: 'log_csv',
  notify: 'notify_me',
  from: 'owner_from',
  which: 'owner_which',
  datasets: 'owner_datasets',
  pasted: 'owner_pasted',
  to: 'owner_to',
  reason: 'reason',
} as const;

/** Block ids of inputs. Those ending in a colon are followed by what the field belongs to: for another it starts anew. */
export const fieldIds = {
  from: 'from',
  which: 'which:',
  datasets: 'datasets:',
  pasted: 'pasted',
  to: 'to',
  reason: 'reason',
} as const;

const requestId = z.uuid();

/** What `Approve` and `Reject` carry: which request, and the plan that the person saw. Compared, never trusted. */
const voteValue = z.object({ requestId, fingerprint: z.string().max(100) });
type VoteValue = z.infer<typeof voteValue>;

export function readRequestId(text: string | undefined): string {
  return requestId.parse(text);
}

export function readVoteValue(text: string | undefined): VoteValue {
  return voteValue.parse(json(text));
}

export function writeVoteValue(value: VoteValue): string {
  return JSON.stringify(value);
}

const voteMetadata = voteValue.extend({
  number: z.number(),
  /** The card that it was opened from; absent: it was opened under `Details`. */
  card: z.object({ channel: z.string(), ts: z.string() }).optional(),
});
/** What the forms of a vote remember. */
export type VoteMetadata = z.infer<typeof voteMetadata>;

export function readVoteMetadata(text: string): VoteMetadata {
  return voteMetadata.parse(json(text));
}

const answerMetadata = z.object({ questionId: z.uuid(), number: z.number() });
/** What the form of an answer remembers. */
export type AnswerMetadata = z.infer<typeof answerMetadata>;

export function readAnswerMetadata(text: string | undefined): AnswerMetadata {
  return answerMetadata.parse(json(text));
}

const page = z.coerce.number().int().nonnegative();

export function readPage(text: string | undefined): number {
  return page.parse(text);
}

const detailsMetadata = z.object({ requestId, page, fromCard: z.boolean() });
/** What the window of a request remembers; Slack gives it back as we wrote it. */
export type DetailsMetadata = z.infer<typeof detailsMetadata>;

export function readDetailsMetadata(text: string | undefined): DetailsMetadata {
  return detailsMetadata.parse(json(text));
}

const listValue = z.object({
  which: z.enum(['open', 'mine', 'to approve']).optional(),
  kind: z.enum(kinds).optional(),
  since: z.coerce.date().optional(),
  offset: z.int().nonnegative(),
});
/** What `Older` under a list carries. */
export type ListValue = z.infer<typeof listValue>;

export function readListValue(text: string | undefined): ListValue {
  return listValue.parse(json(text));
}

const historyValue = z.object({
  subject: z.union([
    z.object({ datasetId: z.string().max(100) }),
    z.object({ slackId: z.string().max(100) }),
    z.object({ domoId: z.number() }),
  ]),
  offset: z.int().nonnegative().default(0),
});
/** What `Older` under a history carries, and each choice of whose history is meant. */
export type HistoryValue = z.infer<typeof historyValue>;

export function readHistoryValue(text: string | undefined): HistoryValue {
  return historyValue.parse(json(text));
}

const owners = z.object({ fromId: z.number().optional(), toId: z.number().optional() });
/** Whom a button opens the owner form with. */
export type Owners = z.infer<typeof owners>;

export function readOwners(text: string | undefined): Owners {
  return text ? owners.parse(json(text)) : {};
}

const earlier = z.object({
  which: z.literal('earlier'),
  requestId,
  number: z.number(),
  purpose: z.enum(['retry', 'undo']),
  count: z.number(),
});

const follows = numberedOrigin.extend({ requestId });
/** The request that a form goes on from. */
export type Follows = z.infer<typeof follows>;

const ownerMetadata = z.object({
  follows: follows.optional(),
  /** The current owner chosen so far: a `block_suggestion` carries no reliable form state. */
  fromId: z.number().optional(),
  /** The third choice of `Which datasets`. */
  earlier: earlier.optional(),
});
/** What the owner form carries in `private_metadata`. */
export type OwnerMetadata = z.infer<typeof ownerMetadata>;

export function readOwnerMetadata(text: string): OwnerMetadata {
  return ownerMetadata.parse(json(text));
}

function json(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
