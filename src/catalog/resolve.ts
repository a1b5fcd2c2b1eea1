import { setImmediate as nextTurn } from 'node:timers/promises';
import { and, eq, inArray, lte, sql } from 'drizzle-orm';
import type { Handle } from '../store/database.ts';
import { datasets } from '../store/tables.ts';
import { linkedDatasetId } from './dataset-id.ts';
import { clean, fold, withoutMarks } from './fold.ts';
import { asHit, hitColumns } from './search-datasets.ts';
import type { DatasetHit } from './types.ts';

/** Words looked up in one query. */
const batch = 200;
/** Datasets of one name that are told apart: more would fit no form. */
const namesakes = 20;

export interface ResolvedWord {
  word: string;
  hits: DatasetHit[];
}

/**
 * What each word names, in their order: the dataset of that id, else those whose name is exactly that, else those whose name
 * is that but for case, accents and blanks. At most 20 a word.
 */
export async function resolveWords(q: Handle, words: string[], ownerId?: number): Promise<ResolvedWord[]> {
  const resolved: ResolvedWord[] = [];
  for (let at = 0; at < words.length; at += batch) {
    resolved.push(...(await resolveBatch(q, words.slice(at, at + batch), ownerId)));
    await nextTurn();
  }
  return resolved;
}

async function resolveBatch(q: Handle, words: string[], ownerId?: number): Promise<ResolvedWord[]> {
  const asked = words.map((word) => ({ word, id: typed(word), text: fold(word) }));
  const theirs = ownerId === undefined ? undefined : eq(datasets.ownerId, ownerId);
  const ids = asked.flatMap(({ id }) => [id, id.toLowerCase()]);
  const byId = await q
    .select(hitColumns)
    .from(datasets)
    .where(and(inArray(datasets.id, ids), theirs));
  const withId = new Map(byId.map((row) => [row.id, asHit(row)]));
  const datasetOf = (id: string) => withId.get(id) ?? withId.get(id.toLowerCase());

  const named = new Map<string, DatasetHit[]>();
  const texts = asked.filter(({ id, text }) => text !== '' && !datasetOf(id)).map(({ text }) => text);
  for (const row of await byName(q, [...new Set(texts)], theirs)) {
    const { text, hit } = row;
    named.set(text, [...(named.get(text) ?? []), hit]);
  }
  return asked.map(({ word, id, text }) => {
    const dataset = datasetOf(id);
    if (dataset) return { word, hits: [dataset] };
    const alike = named.get(text) ?? [];
    const equal = alike.filter((hit) => typed(hit.name) === id);
    return { word, hits: equal.length > 0 ? equal : alike };
  });
}

/** As it was typed, or the id in a link to a dataset's page in Domo. */
function typed(text: string): string {
  const plain = withoutMarks(clean(text)).trim();
  return linkedDatasetId(plain) ?? plain;
}

async function byName(q: Handle, texts: string[], theirs: ReturnType<typeof eq> | undefined) {
  if (texts.length === 0) return [];
  const place = sql<number>`row_number() over (partition by ${datasets.search} order by ${datasets.id})`;
  const numbered = q
    .select({ ...hitColumns, text: datasets.search, place: place.as('place') })
    .from(datasets)
    .where(and(inArray(datasets.search, texts), theirs))
    .as('numbered');
  const rows = await q
    .select()
    .from(numbered)
    .where(lte(numbered.place, namesakes))
    .orderBy(numbered.text, numbered.id);
  return rows.map((row) => ({ text: row.text, hit: asHit(row) }));
}
