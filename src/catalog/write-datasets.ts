import { setImmediate as nextTurn } from 'node:timers/promises';
import { eq, inArray, sql } from 'drizzle-orm';
import { lookOf } from '../change/look-alike.ts';
import { isShown } from '../change/owner/group.ts';
import type { DomoDataset } from '../domo/types.ts';
import type { Handle } from '../store/database.ts';
import { datasets, syncs } from '../store/tables.ts';
import { clean, fold } from './fold.ts';
import type { MadeDataset } from './read-product.ts';

type Row = typeof datasets.$inferSelect;

/** Rows written in one statement: a few ms, for so long an embedded database holds the event loop. */
const batch = 25;

/**
 * Takes over one list page of the sync with this number. Only rows that differ are written, and none that was read on its own since
 * that sync began: what a list page shows may be older. What the page leaves out (an owner, row security) stays as it was.
 */
export async function writeListed(q: Handle, listed: MadeDataset[], sync: number): Promise<void> {
  const read = [...new Map(listed.map((dataset) => [dataset.id, dataset])).values()];
  if (read.length === 0) return;
  const ids = read.map((dataset) => dataset.id);
  const stored = await q.select().from(datasets).where(inArray(datasets.id, ids));
  const before = new Map(stored.map((row) => [row.id, row]));
  const changed = read.flatMap((dataset) => {
    const old = before.get(dataset.id);
    if (old?.noted != null && old.noted >= sync) return [];
    const row = asRow(dataset, old);
    return old && same(old, row) ? [] : [row];
  });
  const setWhere = sql`${datasets.noted} is null or ${datasets.noted} < ${sync}`;
  for (let at = 0; at < changed.length; at += batch) {
    const values = changed.slice(at, at + batch);
    await q.insert(datasets).values(values).onConflictDoUpdate({ target: datasets.id, set: fromInsert, setWhere });
    await nextTurn();
  }
}

/** Takes over datasets that were just read on their own: they win over a sync that runs now. */
export async function writeNoted(q: Handle, read: DomoDataset[]): Promise<void> {
  if (read.length === 0) return;
  const ids = read.map((dataset) => dataset.id);
  const stored = await q.select().from(datasets).where(inArray(datasets.id, ids));
  const before = new Map(stored.map((row) => [row.id, row]));
  const noted = sql`(select coalesce(max(${syncs.id}), 0) from ${syncs})`;
  const set = { ...fromInsert, noted: sql`excluded.noted` };
  const rows = read.map((dataset) => ({ ...asRow(dataset, before.get(dataset.id)), noted }));
  for (let at = 0; at < rows.length; at += batch) {
    const values = rows.slice(at, at + batch);
    await q.insert(datasets).values(values).onConflictDoUpdate({ target: datasets.id, set });
    await nextTurn();
  }
}

export async function removeDataset(q: Handle, id: string): Promise<void> {
  await q.delete(datasets).where(eq(datasets.id, id));
}

const fromInsert = {
  name: sql`excluded.name`,
  ownerId: sql`excluded.owner_id`,
  ownerName: sql`excluded.owner_name`,
  pdp: sql`excluded.pdp`,
  provider: sql`excluded.provider`,
  transport: sql`excluded.transport`,
  streamId: sql`excluded.stream_id`,
  tags: sql`excluded.tags`,
  columnCount: sql`excluded.column_count`,
  search: sql`excluded.search`,
  look: sql`excluded.look`,
};

function asRow(dataset: MadeDataset, old: Row | undefined): Omit<Row, 'noted'> {
  const name = clean(dataset.name);
  return {
    id: dataset.id,
    name,
    ownerId: ownerOf(dataset, old) ?? null,
    ownerName: dataset.owner ? clean(dataset.owner.name) : (old?.ownerName ?? null),
    pdp: dataset.pdpEnabled ?? old?.pdp ?? false,
    ...madeOf(dataset.made, old),
    search: fold(dataset.name),
    look: clean(lookOf(name)),
  };
}

type Made = Pick<Row, 'provider' | 'transport' | 'streamId' | 'tags' | 'columnCount'>;

function madeOf(made: MadeDataset['made'], old: Row | undefined): Made {
  if (made === undefined) {
    const { provider = null, transport = null, streamId = null, tags = null, columnCount = null } = old ?? {};
    return { provider, transport, streamId, tags, columnCount };
  }
  const text = (value: string | undefined) => (value === undefined ? null : clean(value));
  return {
    provider: text(made.provider),
    transport: text(made.transport),
    streamId: made.streamId ?? null,
    tags: text(made.tags),
    columnCount: made.columnCount ?? null,
  };
}

/** The public API shows a group's number alone: what is known of the type stays. */
function ownerOf({ owner }: DomoDataset, old: Row | undefined): number | null | undefined {
  const known = old?.ownerId;
  return known != null && owner !== undefined && isShown(known, owner) ? known : (owner?.id ?? known);
}

function same(old: Row, row: Omit<Row, 'noted'>): boolean {
  const fields = Object.keys(row) as (keyof typeof row)[];
  return fields.every((field) => old[field] === row[field]);
}
