import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type {
  Change,
  FollowUpPurpose,
  ItemState,
  Kind,
  Person,
  RequestState,
  Standing,
  Vote,
} from '../change/types.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** Facts about this database: the Domo instance it belongs to, and the like. */
export const settings = pgTable('settings', { key: text().primaryKey(), value: text().notNull() });

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
    /** Names of the rules under which the policy's `fallback_approvers` may approve this one too. */
    escalated: jsonb().$type<string[]>().notNull().default([]),
    /** The earlier request that this one goes on from, and how. */
    originId: uuid('origin_id').references((): AnyPgColumn => requests.id),
    originPurpose: text('origin_purpose').$type<FollowUpPurpose>(),
    /** What the incoming owner answered, where a rule asks them (`acceptance.ts`). */
    acceptance: jsonb().$type<unknown>(),
  },
  (t) => [index().on(t.state), index().on(t.createdAt), index().on(t.originId)],
);

export const items = pgTable(
  'items',
  {
    requestId: uuid('request_id')
      .notNull()
      .references(() => requests.id),
    position: integer().notNull(),
    datasetId: text('dataset_id').notNull(),
    datasetName: text('dataset_name').notNull(),
    pdp: boolean().notNull(),
    /** Domo has another dataset whose name looks the same: people are shown the id too. */
    alike: boolean().notNull().default(false),
    change: jsonb().$type<Change>().notNull(),
    state: text().$type<ItemState>().notNull(),
    reason: text(),
    /** The dataset as read just before the PUT: what "nothing else moved" is measured against. */
    seen: jsonb().$type<unknown>(),
    toe: text(),
    /** Something else moved along with what was asked for: three of these stop a run, also after a restart. */
    moved: boolean().notNull().default(false),
    settledAt: instant('settled_at'),
  },
  (t) => [
    primaryKey({ columns: [t.requestId, t.position] }),
    unique().on(t.requestId, t.datasetId),
    index().on(t.requestId, t.state),
    index().on(t.datasetId),
    // A history is found by any name that a dataset had.
    index('items_dataset_name').using('hash', sql`lower(${t.datasetName})`),
  ],
);

/** A dataset is in at most one open request: its row is here from shortly before the freeze until the request is settled. */
export const holds = pgTable(
  'holds',
  {
    datasetId: text('dataset_id').primaryKey(),
    requestId: uuid('request_id')
      .notNull()
      .references(() => requests.id),
  },
  (t) => [index().on(t.requestId)],
);

export const votes = pgTable(
  'votes',
  {
    requestId: uuid('request_id')
      .notNull()
      .references(() => requests.id),
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
    requestId: uuid('request_id')
      .notNull()
      .references(() => requests.id),
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
    requestId: uuid('request_id')
      .notNull()
      .references(() => requests.id),
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
    requestId: uuid('request_id')
      .notNull()
      .references(() => requests.id),
    /** `card` or `submitted`. */
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

/** Append-only and hash-chained; triggers refuse UPDATE, DELETE and TRUNCATE. */
export const audit = pgTable(
  'audit',
  {
    seq: bigint({ mode: 'number' }).primaryKey(),
    // To the millisecond, as JavaScript and the hash have it: a finer part could be changed unseen.
    at: timestamp('at', { withTimezone: true, precision: 3, mode: 'date' }).notNull(),
    event: text().notNull(),
    requestId: uuid('request_id'),
    number: integer(),
    /** The name and e-mail are in `auditNames`; entries of early days have them here. */
    actor: jsonb().$type<Pick<Person, 'slackId' | 'domoId'>>(),
    policyHash: text('policy_hash'),
    detail: jsonb().$type<Record<string, unknown>>().notNull(),
    prevHash: text('prev_hash').notNull().unique(),
    hash: text().notNull().unique(),
  },
  // Beyond it a number is not exact in JavaScript: an entry there would be passed over.
  (t) => [
    index().on(t.requestId),
    // The newest of these is asked for with each entry that is appended, and the log may have millions of others.
    index('audit_policies').on(t.seq).where(sql`${t.event} = 'policy_loaded'`),
    check('audit_seq', sql`${t.seq} between 1 and ${sql.raw(String(Number.MAX_SAFE_INTEGER))}`),
  ],
);

/** What entries of the log name people by, under the digest that they hold of it (src/audit/names.ts); may be erased. */
export const auditNames = pgTable('audit_names', {
  digest: text().primaryKey(),
  salt: text().notNull(),
  who: text(),
  value: jsonb().$type<unknown>().notNull(),
});

/**
 * A trigram index takes new rows in by the hundred, which costs a third of one by one. The limit, in kB, is far below the
 * usual 4 MB: that much merged in one go would hold PGlite's event loop, and every search reads what is not yet merged.
 */
const collected = { fastupdate: true, gin_pending_list_limit: 128 };

/** The catalog's copy of Domo's users and of ids that own datasets without being users. */
export const domoUsers = pgTable(
  'domo_users',
  {
    id: bigint({ mode: 'number' }).primaryKey(),
    name: text().notNull(),
    email: text(),
    role: text(),
    standing: text().$type<Standing>().notNull(),
    /** Name and e-mail, folded as queries are (src/catalog/fold.ts). */
    search: text().notNull(),
    /** What the name looks like (src/change/look-alike.ts); null until the first sync after an upgrade. */
    look: text(),
  },
  (t) => [
    index('domo_users_look').on(t.look),
    index('domo_users_search').on(t.search.op('text_pattern_ops')),
    index('domo_users_email').on(sql`lower(${t.email}) text_pattern_ops`),
    index('domo_users_trgm').using('gin', t.search.op('gin_trgm_ops')).with(collected),
  ],
);

/** The catalog's copy of Domo's datasets: only what is shown or searched, so that a mere data load rewrites no row. */
export const datasets = pgTable(
  'datasets',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    ownerId: bigint('owner_id', { mode: 'number' }),
    ownerName: text('owner_name'),
    pdp: boolean().notNull().default(false),
    /** The name, folded as queries are (src/catalog/fold.ts). */
    search: text().notNull(),
    /** What the name looks like (src/change/look-alike.ts); null until the first sync after an upgrade. */
    look: text(),
    /** The newest sync when this was last read on its own: that sync, if it still runs, leaves the row alone. */
    noted: integer(),
  },
  (t) => [
    // With the id, so that all of an owner's datasets are read page by page without sorting them each time.
    index('datasets_owner').on(t.ownerId, t.id),
    index('datasets_look').on(t.look),
    index('datasets_search').on(t.search.op('text_pattern_ops')),
    index('datasets_trgm').using('gin', t.search.op('gin_trgm_ops')).with(collected),
  ],
);

/** One complete reading of Domo's lists. */
export const syncs = pgTable('syncs', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  startedAt: instant('started_at').notNull(),
  finishedAt: instant('finished_at'),
  datasets: integer().notNull().default(0),
  users: integer().notNull().default(0),
  problem: text(),
});

/** Home tabs that people have open, so that they follow what changes. */
export const homes = pgTable('homes', {
  slackId: text('slack_id').primaryKey(),
  openedAt: instant('opened_at').notNull(),
  /** Hash of what it shows: another one now means out of date. */
  painted: text().notNull(),
});

/** A schema edit under way, kept for a day so that a closed form loses nothing. */
export const drafts = pgTable(
  'drafts',
  {
    id: uuid().primaryKey(),
    slackId: text('slack_id').notNull(),
    datasetId: text('dataset_id'),
    version: integer().notNull().default(0),
    body: jsonb().$type<unknown>().notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [index().on(t.slackId, t.datasetId)],
);
