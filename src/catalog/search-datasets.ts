import { setImmediate as nextTurn } from 'node:timers/promises';
import { and, eq, inArray, like, type SQL, sql } from 'drizzle-orm';
import type { Handle } from '../store/database.ts';
import { datasets } from '../store/tables.ts';
import { beginsWith, inIndexOrder } from './begins-with.ts';
import { anywhere, clean, fold, withoutMarks, wordsOf } from './fold.ts';
import { rankHits } from './rank.ts';
import type { DatasetHit } from './types.ts';

/** Hits that are ranked when a query stands in the middle of names: enough to choose from, few enough to be quick. */
const candidates = 100;
/** No index finds a letter or two in the middle of names: they are looked for in so many names, and in a longer word in all. */
const sample = 25_000;
/** Three in a row are what a trigram index knows. */
const trigram = /[\p{L}\p{N}]{3}/u;
/** The beginning of a dataset id, as the short ids that people see. */
const idPart = /^[0-9a-f]{6}[0-9a-f-]*$/;

export const hitColumns = {
  id: datasets.id,
  name: datasets.name,
  ownerId: datasets.ownerId,
  ownerName: datasets.ownerName,
  pdp: datasets.pdp,
};
const withText = { ...hitColumns, text: datasets.search };

type Row = { [K in keyof typeof hitColumns]: (typeof datasets.$inferSelect)[K] };

/**
 * By id or the beginning of one, then names equal to the query, names that begin with it, names that have all its words. Each
 * question is one that an index answers in order, since sorting all that match costs hundreds of ms among 100,000.
 */
export async function searchDatasets(
  q: Handle,
  query: string,
  { ownerId, limit }: { ownerId?: number | undefined; limit: number },
): Promise<DatasetHit[]> {
  const theirs = ownerId === undefined ? undefined : eq(datasets.ownerId, ownerId);
  const text = fold(query);
  const found = new Map<string, Row>();
  const add = (rows: Row[]) => {
    for (const row of rows) if (found.size < limit && !found.has(row.id)) found.set(row.id, row);
  };

  const asked = withoutMarks(clean(query)).trim();
  const id = asked.toLowerCase();
  if (id !== '') add(await some(and(theirs, inArray(datasets.id, [asked, id])), 1));
  if (idPart.test(id)) add(await some(and(theirs, like(datasets.id, `${id}%`)), limit));
  if (found.size < limit) {
    const begins = beginsWith(datasets.search, text);
    const rows = q.select(hitColumns).from(datasets).where(and(theirs, begins));
    add(await rows.orderBy(inIndexOrder(datasets.search)).limit(limit));
  }
  const words = wordsOf(text);
  if (found.size < limit && words.length > 0) {
    const ids = words.some((word) => trigram.test(word)) ? byIndex(words) : amongSome(words);
    const rows = await q.select(withText).from(datasets).where(sql`${datasets.id} in ${ids}`);
    add(rankHits(rows, (row) => row.text, text));
  }
  return [...found.values()].map(asHit);

  /** Materialized, or else the limit makes the database read names one by one: among a million a rare word takes 300 ms so. */
  function byIndex(words: string[]): SQL {
    const has = words.map((word) => like(datasets.search, anywhere(word)));
    const matching = q
      .select({ id: datasets.id })
      .from(datasets)
      .where(and(theirs, ...has));
    return sql`(with matching as materialized ${matching} select id from matching limit ${candidates})`;
  }

  function amongSome(words: string[]) {
    const names = q
      .select({ id: datasets.id, search: datasets.search })
      .from(datasets)
      .where(theirs)
      .limit(sample)
      .as('names');
    const has = words.map((word) => like(names.search, anywhere(word)));
    return q
      .select({ id: names.id })
      .from(names)
      .where(and(...has))
      .limit(candidates);
  }

  function some(where: SQL | undefined, most: number) {
    return q.select(hitColumns).from(datasets).where(where).limit(most);
  }
}

export function asHit({ id, name, ownerId, ownerName, pdp }: Row): DatasetHit {
  return { id, name, ownerId: ownerId ?? undefined, ownerName: ownerName ?? undefined, pdp };
}

/** Every dataset of an owner, 500 at a time, in the order of ids. What changes meanwhile may be missed. */
export async function* datasetsOwnedBy(q: Handle, ownerId: number): AsyncGenerator<DatasetHit[]> {
  for (let last = ''; ; ) {
    const rest = and(eq(datasets.ownerId, ownerId), sql`${datasets.id} > ${last}`);
    const rows = await q.select(hitColumns).from(datasets).where(rest).orderBy(datasets.id).limit(500);
    const end = rows.at(-1);
    if (!end) return;
    yield rows.map(asHit);
    last = end.id;
    // Queries to an embedded database never let go of the event loop by themselves.
    await nextTurn();
  }
}

/** How many datasets each of these owners has; owners of none are left out. */
export async function countOwned(q: Handle, ownerIds: number[]): Promise<Map<number, number>> {
  if (ownerIds.length === 0) return new Map();
  const rows = await q
    .select({ ownerId: datasets.ownerId, count: sql<number>`count(*)::int` })
    .from(datasets)
    .where(inArray(datasets.ownerId, ownerIds))
    .groupBy(datasets.ownerId);
  return new Map(rows.map((row) => [row.ownerId ?? 0, row.count]));
}
