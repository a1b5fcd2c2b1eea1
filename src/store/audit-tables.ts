import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Person } from '../change/types.ts';

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
    // A run asks before each chunk whether it was stopped, and has entries of its own by the thousand.
    index().on(t.requestId, t.event),
    // The newest of these is asked for with each entry that is appended, and the log may have millions of others.
    index('audit_policies').on(t.seq).where(sql`${t.event} = 'policy_loaded'`),
    // What was asked for in the last week is looked through before a plan is put to the stewards.
    index('audit_asked').on(t.at).where(sql`${t.event} = 'request_preparing'`),
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
