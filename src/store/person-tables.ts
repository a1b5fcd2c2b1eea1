import { index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { NotifyChoice } from '../change/types.ts';
import type { Uses } from '../change/uses.ts';
import { instant } from './instant.ts';

/** What people chose on their Home. */
export const preferences = pgTable('preferences', {
  slackId: text('slack_id').primaryKey(),
  notify: text().$type<NotifyChoice>().notNull(),
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
    /** How much uses the dataset and its columns, once that was read (`change/uses.ts`). */
    uses: jsonb().$type<Uses>(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [index().on(t.slackId, t.datasetId)],
);
