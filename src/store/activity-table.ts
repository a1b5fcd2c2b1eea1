import { sql } from 'drizzle-orm';
import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { OutsideChange } from '../change/outside.ts';
import { instant } from './instant.ts';

/** Lines of Domo's activity log about datasets that some plan has, and what was found when those were read again. */
export const activity = pgTable(
  'activity',
  {
    /** SHA-256 of the line: read again, it is the same one. */
    digest: text().primaryKey(),
    datasetId: text('dataset_id').notNull(),
    action: text().notNull(),
    by: jsonb().$type<{ id?: number | undefined; name: string }>().notNull(),
    /** When, as Domo writes it: without a zone. */
    saidAt: text('said_at').notNull(),
    words: text().notNull(),
    seenAt: instant('seen_at').notNull(),
    /** When its dataset was read again; null: it is still to be. */
    readAt: instant('read_at'),
    /** What was changed beside the app, by this line as far as can be told. */
    changes: jsonb().$type<OutsideChange[]>().notNull().default([]),
    /** The request whose own change it tells of. */
    requestId: uuid('request_id'),
  },
  (t) => [index().on(t.datasetId), index('activity_unread').on(t.seenAt).where(sql`${t.readAt} is null`)],
);
