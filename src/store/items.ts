import {
  and,
  asc,
  count,
  countDistinct,
  desc,
  eq,
  getTableColumns,
  gt,
  gte,
  inArray,
  isNotNull,
  ne,
  notInArray,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import { type AnyPgColumn, alias } from 'drizzle-orm/pg-core';
import { countedStates, type ItemCounts, noItems } from '../change/states.ts';
import type { Door, ItemState, PlanItem } from '../change/types.ts';
import type { Handle, Reader } from './database.ts';
import { holds, items, requests } from './tables.ts';

const ownItems = alias(items, 'own_items');
const otherRequests = alias(requests, 'other_requests');

type WholeItem = typeof items.$inferSelect;
/** An item without what was read of Domo before the write, by far its largest part: `seenOf` reads it of one. */
export type ItemRow = Omit<WholeItem, 'seen'>;
export type ShownItem = Omit<ItemRow, 'run'>;
const { seen: _, run: __, ...shown } = getTableColumns(items);
export type ItemChanges = Partial<
  Pick<WholeItem, 'state' | 'reason' | 'seen' | 'toe' | 'settledAt' | 'moved' | 'run' | 'byHandAt'>
>;

/**
 * The plan's rows from `position` on; the caller keeps batches small, since one statement holds PGlite's event loop. `alike`:
 * ids of datasets that may be taken for others by their names.
 */
export async function insertItems(
  q: Handle,
  { requestId, run, position }: Pick<ItemRow, 'requestId' | 'run' | 'position'>,
  plan: PlanItem[],
  alike: ReadonlySet<string>,
): Promise<void> {
  if (plan.length === 0) return;
  await q.insert(items).values(
    plan.map((item, at) => ({
      ...item,
      alike: alike.has(item.datasetId),
      requestId,
      run,
      position: position + at,
      state: 'waiting' as const,
    })),
  );
}

export async function deleteItems(q: Handle, requestId: string): Promise<void> {
  await q.delete(items).where(eq(items.requestId, requestId));
}

export async function itemsFrom(q: Reader, requestId: string, position: number, limit: number): Promise<ShownItem[]> {
  return q
    .select(shown)
    .from(items)
    .where(and(eq(items.requestId, requestId), gte(items.position, position)))
    .orderBy(asc(items.position))
    .limit(limit);
}

export async function findItem(q: Handle, requestId: string, datasetId: string): Promise<ShownItem | undefined> {
  const [row] = await q
    .select(shown)
    .from(items)
    .where(and(eq(items.requestId, requestId), eq(items.datasetId, datasetId)));
  return row;
}

/** The first whose name or id holds each of these words, in the plan's order. */
export async function searchItems(q: Handle, requestId: string, query: string, limit: number): Promise<ShownItem[]> {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const holds = (word: string) => sql`strpos(lower(${items.datasetName} || ' ' || ${items.datasetId}), ${word}) > 0`;
  return q
    .select(shown)
    .from(items)
    .where(and(eq(items.requestId, requestId), ...words.map(holds)))
    .orderBy(asc(items.position))
    .limit(limit);
}

/** The first few that people should look at: what went wrong, then the plan's order. */
export async function foremostItems(q: Handle, requestId: string, limit: number): Promise<ShownItem[]> {
  return q
    .select(shown)
    .from(items)
    .where(eq(items.requestId, requestId))
    .orderBy(
      desc(eq(items.state, 'by_hand')),
      inArray(items.state, ['waiting', 'writing', 'verified', 'already']),
      desc(eq(items.door, 'hand')),
      asc(items.position),
    )
    .limit(limit);
}

/** How many datasets are in both plans. */
export async function sharedDatasets(q: Handle, requestId: string, otherId: string): Promise<number> {
  const [row] = await q
    .select({ shared: count() })
    .from(items)
    .innerJoin(ownItems, eq(ownItems.datasetId, items.datasetId))
    .where(and(eq(ownItems.requestId, requestId), eq(items.requestId, otherId)));
  return row?.shared ?? 0;
}

/** All items in pages, in the plan's order. */
export async function* itemPages(q: Reader, requestId: string, size = 50): AsyncGenerator<ShownItem[]> {
  for (let from = 0; ; ) {
    const page = await itemsFrom(q, requestId, from, size);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    from = last.position + 1;
  }
}

/** How many of the plan's datasets this run stored, and the request holds. */
export async function countOwnHeld(q: Handle, requestId: string, run: string): Promise<number> {
  const held = and(eq(holds.requestId, items.requestId), eq(holds.datasetId, items.datasetId));
  const [row] = await q
    .select({ n: count() })
    .from(items)
    .innerJoin(holds, held)
    .where(and(eq(items.requestId, requestId), eq(items.run, run)));
  return row?.n ?? 0;
}

export async function countPlan(q: Handle, requestId: string): Promise<number> {
  return q.$count(items, eq(items.requestId, requestId));
}

/** The names of the plan's datasets, as they were when it was frozen, each once. */
export async function plannedNames(q: Handle, requestId: string): Promise<string[]> {
  const rows = await q.selectDistinct({ name: items.datasetName }).from(items).where(eq(items.requestId, requestId));
  return rows.map(({ name }) => name);
}

/** In how many of the request's datasets something else moved along with what was asked for. */
export async function countMoved(q: Handle, requestId: string): Promise<number> {
  return q.$count(items, and(eq(items.requestId, requestId), eq(items.moved, true)));
}

export async function countItems(q: Handle, requestId: string): Promise<ItemCounts> {
  const rows = await q
    .select({ state: items.state, n: count().mapWith(Number) })
    .from(items)
    .where(eq(items.requestId, requestId))
    .groupBy(items.state);
  const counts = noItems();
  for (const { state, n } of rows) counts[state] = n;
  return counts;
}

/**
 * How many of the plan's datasets are to be changed by each door. `lost`: of those for the product door that people are asked to do by
 * hand, since it was not there.
 */
export async function countDoors(q: Handle, requestId: string): Promise<Record<Door | 'lost', number>> {
  const byHand = isNotNull(items.byHandAt).mapWith(Boolean);
  const rows = await q
    .select({ door: items.door, byHand, n: count().mapWith(Number) })
    .from(items)
    .where(eq(items.requestId, requestId))
    .groupBy(items.door, byHand);
  const counts = { public: 0, product: 0, hand: 0, lost: 0 };
  for (const { door, byHand, n } of rows) {
    counts[door] += n;
    if (door === 'product' && byHand) counts.lost += n;
  }
  return counts;
}

export function datasetIdsInStates(q: Handle, requestId: string, states: ItemState[]): Promise<string[]> {
  return datasetIds(q, requestId, inArray(items.state, states));
}

/** What the request itself made so in Domo, proved or with something else moved along: never what was so already. */
export function writtenDatasetIds(q: Handle, requestId: string): Promise<string[]> {
  return datasetIds(q, requestId, or(eq(items.state, 'verified'), eq(items.moved, true)));
}

async function datasetIds(q: Handle, requestId: string, which: SQL | undefined): Promise<string[]> {
  const rows = await q
    .select({ id: items.datasetId })
    .from(items)
    .where(and(eq(items.requestId, requestId), which))
    .orderBy(asc(items.position));
  return rows.map(({ id }) => id);
}

/** Of these datasets those that later requests of the same kind may have changed: in one of these states. */
export async function changedLater(
  q: Handle,
  { kind, number }: Pick<typeof requests.$inferSelect, 'kind' | 'number'>,
  datasetIds: string[],
  states: readonly ItemState[],
): Promise<Set<string>> {
  if (datasetIds.length === 0) return new Set();
  const rows = await q
    .selectDistinct({ datasetId: items.datasetId })
    .from(items)
    .innerJoin(requests, eq(items.requestId, requests.id))
    .where(
      and(
        inArray(items.datasetId, datasetIds),
        inArray(items.state, [...states]),
        eq(requests.kind, kind),
        gt(requests.number, number),
      ),
    );
  return new Set(rows.map(({ datasetId }) => datasetId));
}

/** The id of no request. */
const nobody = '00000000-0000-0000-0000-000000000000';

/** Of whom, since when, and beside which request; of a request that a statement reads, by its columns. */
interface Others {
  ownerId: number | SQL;
  since: Date | SQL;
  own: string | AnyPgColumn;
}

/**
 * How many of this owner's datasets requests other than `own` asked to change since then, beside those that this request has or holds;
 * withdrawn and refused ones do not count.
 */
export async function otherDatasetsOfOwner(q: Handle, ownerId: number, since: Date, own = nobody): Promise<number> {
  const [row] = await otherDatasets(q, { ownerId, since, own });
  return row?.n ?? 0;
}

function otherDatasets(q: Reader, { ownerId, since, own }: Others) {
  // By the form alone, which names the one owner of all its datasets: looking into each item would hold PGlite's event loop.
  const others = q
    .select({ id: otherRequests.id })
    .from(otherRequests)
    .where(
      and(
        ne(otherRequests.id, own),
        eq(otherRequests.kind, 'owner'),
        gt(otherRequests.createdAt, since),
        inArray(otherRequests.state, [...countedStates]),
        sql`(${otherRequests.form} ->> 'fromId')::bigint = ${ownerId}`,
      ),
    );
  return q
    .select({ n: countDistinct(items.datasetId) })
    .from(items)
    .where(
      and(
        inArray(items.requestId, others),
        // Before its plan is frozen a request has no items, only its holds; once it is settled it has only items.
        notInArray(items.datasetId, q.select({ id: holds.datasetId }).from(holds).where(eq(holds.requestId, own))),
        notInArray(
          items.datasetId,
          q.select({ id: ownItems.datasetId }).from(ownItems).where(eq(ownItems.requestId, own)),
        ),
      ),
    );
}

/** The same as a value of a statement that reads a request, of those who asked within so long before it (in ms). */
export function otherDatasetsAsked(q: Reader, within: number): SQL<number> {
  const others = otherDatasets(q, {
    ownerId: sql`(${requests.facts} #>> '{from,id}')::bigint`,
    since: sql`${requests.createdAt} - ${within} * interval '1 ms'`,
    own: requests.id,
  });
  return sql`(${others})`.mapWith(Number);
}
