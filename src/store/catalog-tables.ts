import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { Standing } from '../change/types.ts';
import { instant } from './instant.ts';

/**
 * A trigram index takes new rows in by the hundred, which costs a third of one by one. The limit, in kB, is far below the
 * usual 4 MB: that much merged in one go would hold PGlite's event loop, and every search reads what is not yet merged.
 */
const collected = { fastupdate: true, gin_pending_list_limit: 128 };

/** The catalog's copy of Domo's users and of ids that own datasets without being users. */
export const domoUsers = pgTable(
  'domo_users',
  {
    /** Below zero: of a group. */
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
    /** Below zero: of a group (src/change/owner/group.ts). */
    ownerId: bigint('owner_id', { mode: 'number' }),
    ownerName: text('owner_name'),
    pdp: boolean().notNull().default(false),
    /** What it is, as the product API tells: what made it, how data comes in, and the like. Null: not known. */
    provider: text(),
    transport: text(),
    streamId: bigint('stream_id', { mode: 'number' }),
    tags: text(),
    columnCount: integer('column_count'),
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
