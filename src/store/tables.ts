import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type {
  Change,
  Door,
  FollowUpPurpose,
  ItemState,
  Kind,
  Person,
  PingReason,
  RequestState,
  Vote,
} from '../change/types.ts';
import type { Touch, UseKind } from '../change/uses.ts';
import { instant } from './instant.ts';

export * from './activity-table.ts';
export * from './audit-tables.ts';
export * from './catalog-tables.ts';
export * from './person-tables.ts';

/** Facts about this database: the Domo instance it belongs to, and the like. */
export const settings = pgTable('settings', { key: text().primaryKey(), value: text().notNull() });

/** What one process at a time does, of all that live on this database (src/store/lease.ts). */
export const leases = pgTable('leases', {
  name: text().primaryKey(),
  /** Of whoever has it, for this once. */
  holder: uuid().notNull(),
  until: instant('until').notNull(),
});

export const requests = pgTable(
  'requests',
  {
    id: uuid().primaryKey(),
    /** Without gaps, which a sequence would leave after a crash: people say it aloud. */
    number: integer().notNull().unique(),
    kind: text().$type<Kind>().notNull(),
    state: text().$type<RequestState>().notNull(),
    requester: jsonb().$type<Person>().notNull(),
    reason: text().notNull(),
    /** The form as it was filled in, so that it can be opened again; its shape is the workflow's. */
    form: jsonb().$type<unknown>().notNull(),
    /** Names one filled-in form, so that its delivery, seen twice, makes one request. */
    submissionKey: text('submission_key').unique(),
    customer: text().notNull(),
    fingerprint: text(),
    /** What the card tells beside the plan: datasets left out, warnings, the rules found; its shape is the workflow's. */
    facts: jsonb().$type<unknown>().notNull().default({}),
    /** Why it is invalid, back to pending, paused, or stopped by itself: a sentence. */
    problem: text(),
    /** Why the channel takes no card of it, as Slack said it last: a sentence. */
    cardRefusal: text('card_refusal'),
    /** Since when Slack is being asked to post its card: what came of that is not known yet, or never was. */
    cardAskedAt: instant('card_asked_at'),
    /** For the card: whether a run was stopped, it asks the audit log. */
    stoppedBy: jsonb('stopped_by').$type<Person>(),
    planPostedAt: instant('plan_posted_at'),
    createdAt: instant('created_at').notNull(),
    pendingAt: instant('pending_at'),
    decidedAt: instant('decided_at'),
    startedAt: instant('started_at'),
    settledAt: instant('settled_at'),
    expiresAt: instant('expires_at'),
    remindedAt: instant('reminded_at'),
    reminders: integer().notNull().default(0),
    /** When people were told for the last time that it expires. */
    lastCallAt: instant('last_call_at'),
    /** Names of the rules under which the policy's `fallback_approvers` may approve this one too. */
    escalated: jsonb().$type<string[]>().notNull().default([]),
    /** When people were told that everyone who can decide it was away. */
    allAwayAt: instant('all_away_at'),
    /** The earlier request that this one goes on from, and how. */
    originId: uuid('origin_id').references((): AnyPgColumn => requests.id),
    originPurpose: text('origin_purpose').$type<FollowUpPurpose>(),
    /** What the incoming owner answered, where a rule asks them (`acceptance.ts`). */
    acceptance: jsonb().$type<unknown>(),
  },
  (t) => [
    index().on(t.state),
    index().on(t.createdAt),
    index().on(t.originId),
    // Rules count what else was asked for of an owner's datasets.
    index('requests_from').on(sql`((${t.form} ->> 'fromId')::bigint)`),
  ],
);

/** Of what belongs to a request. */
const requestId = () =>
  uuid('request_id')
    .notNull()
    .references(() => requests.id);

export const items = pgTable(
  'items',
  {
    requestId: requestId(),
    position: integer().notNull(),
    datasetId: text('dataset_id').notNull(),
    datasetName: text('dataset_name').notNull(),
    pdp: boolean().notNull(),
    /** Domo has another dataset whose name looks the same: people are shown the id too. */
    alike: boolean().notNull().default(false),
    change: jsonb().$type<Change>().notNull(),
    /** By which it is to be written, as the plan froze it. */
    door: text().$type<Door>().notNull().default('public'),
    state: text().$type<ItemState>().notNull(),
    reason: text(),
    /** The dataset as read just before the PUT, or before people were asked to do it: what "nothing else moved" is measured against. */
    seen: jsonb().$type<unknown>(),
    toe: text(),
    /** Since when a person is to do it in Domo; it stays when they have. */
    byHandAt: instant('by_hand_at'),
    /** Something else moved along with what was asked for: three of these stop a run, also after a restart. */
    moved: boolean().notNull().default(false),
    /** The run that had this row in hand last: one that another has taken over from, and does not know it, moves it no more. */
    run: uuid(),
    settledAt: instant('settled_at'),
  },
  (t) => [
    primaryKey({ columns: [t.requestId, t.position] }),
    unique().on(t.requestId, t.datasetId),
    index().on(t.requestId, t.state),
    index().on(t.datasetId),
    // By the few that people were asked to do by hand.
    index('items_by_hand').on(t.datasetId).where(sql`${t.byHandAt} is not null`),
    // A history is found by any name that a dataset had.
    index('items_dataset_name').using('hash', sql`lower(${t.datasetName})`),
  ],
);

/** What used a request's dataset when its plan was frozen; those that the change may break come first. */
export const uses = pgTable(
  'uses',
  {
    requestId: requestId(),
    position: integer().notNull(),
    kind: text().$type<UseKind>().notNull(),
    /** Domo's, of its kind. */
    useId: text('use_id').notNull(),
    name: text().notNull(),
    ownerId: bigint('owner_id', { mode: 'number' }),
    ownerName: text('owner_name'),
    /** Null: they cannot be seen. */
    columns: jsonb().$type<string[]>(),
    touched: text().$type<Touch>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.requestId, t.position] })],
);

/** A dataset is in at most one open request: its row is here from shortly before the freeze until its item is settled, or the request is. */
export const holds = pgTable(
  'holds',
  {
    datasetId: text('dataset_id').primaryKey(),
    requestId: requestId(),
  },
  (t) => [index().on(t.requestId)],
);

/** What a request waits for once all of it is settled but what is to be done by hand: one row, until the request is settled. */
export const handWork = pgTable(
  'hand_work',
  {
    requestId: uuid('request_id')
      .primaryKey()
      .references(() => requests.id),
    since: instant('since').notNull(),
    /** What is not done by then is given up. */
    until: instant('until').notNull(),
    /** Who said that they do it; the log says so too. */
    holder: jsonb().$type<Person>(),
    /** Since when it is with them, or with nobody again. */
    heldAt: instant('held_at').notNull(),
    /** When Domo is read again, and how often it was since anybody did something about it. */
    nextReadAt: instant('next_read_at').notNull(),
    reads: integer().notNull().default(0),
    /** Since `heldAt`. */
    reminders: integer().notNull().default(0),
    /** When people were told for the last time that it ends. */
    lastCallAt: instant('last_call_at'),
  },
  (t) => [index().on(t.nextReadAt)],
);

export const votes = pgTable(
  'votes',
  {
    requestId: requestId(),
    slackId: text('slack_id').notNull(),
    voter: jsonb().$type<Person>().notNull(),
    choice: text().$type<Vote['choice']>().notNull(),
    fingerprint: text().notNull(),
    policyHash: text('policy_hash').notNull(),
    comment: text(),
    at: instant('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.requestId, t.slackId] })],
);

/** What stewards ask the requester about a request, and the answers. */
export const questions = pgTable(
  'questions',
  {
    id: uuid().primaryKey(),
    requestId: requestId(),
    asker: jsonb().$type<Person>().notNull(),
    text: text().notNull(),
    askedAt: instant('asked_at').notNull(),
    /** Names one filled-in form, so that its delivery, seen twice, asks once. */
    submissionKey: text('submission_key').notNull().unique(),
    answer: text(),
    answeredBy: jsonb('answered_by').$type<Person>(),
    answeredAt: instant('answered_at'),
  },
  (t) => [index().on(t.requestId)],
);

/** What people wrote in the thread of a request's card, where the app may read it. */
export const replies = pgTable(
  'replies',
  {
    channel: text().notNull(),
    /** Slack's name for the message within its channel. */
    ts: text().notNull(),
    requestId: requestId(),
    author: jsonb().$type<Person>().notNull(),
    /** As it reads now; null: deleted in Slack. */
    text: text(),
    writtenAt: instant('written_at').notNull(),
    editedAt: instant('edited_at'),
  },
  (t) => [primaryKey({ columns: [t.channel, t.ts] }), index().on(t.requestId)],
);

/** Every message that must follow the request: the card, and DMs with buttons. */
export const messages = pgTable(
  'messages',
  {
    requestId: requestId(),
    /** `card`, or what a notice is for, `submitted` say. */
    purpose: text().notNull(),
    channel: text().notNull(),
    ts: text().notNull(),
    /** Hash of what was last painted: another one now means out of date. */
    painted: text().notNull().default(''),
    paintedAt: instant('painted_at').notNull().defaultNow(),
  },
  // What is written in a thread is looked up by the message above it.
  (t) => [primaryKey({ columns: [t.requestId, t.purpose] }), index().on(t.channel, t.ts)],
);

/** Who was called about a request that they can decide, and who shall be: one row a person. One message may call for several requests. */
export const pings = pgTable(
  'pings',
  {
    requestId: requestId(),
    slackId: text('slack_id').notNull(),
    why: text().$type<PingReason>().notNull(),
    /** Null: there is nothing to tell them now. */
    dueAt: instant('due_at'),
    pingedAt: instant('pinged_at'),
    /** The card mentions them. */
    onCard: boolean('on_card').notNull().default(false),
    /** The newest message that called them, while it follows the request; null: there is none, or it stays as it is. */
    channel: text(),
    ts: text(),
    /** Hash of what that message says of the request. */
    painted: text(),
  },
  (t) => [
    primaryKey({ columns: [t.requestId, t.slackId] }),
    index().on(t.dueAt),
    index('pings_living').on(t.slackId).where(sql`${t.ts} is not null`),
  ],
);
