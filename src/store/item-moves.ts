import { and, asc, desc, eq, getTableColumns, gte, inArray, ne, sql } from 'drizzle-orm';
import type { unsettledStates } from '../change/states.ts';
import type { Door, ItemState } from '../change/types.ts';
import type { Handle } from './database.ts';
import type { ItemChanges, ItemRow } from './items.ts';
import { items } from './tables.ts';

const { seen: _, ...own } = getTableColumns(items);

/** Rows a statement updates: larger ones hold PGlite's event loop for tens of ms. */
const settledAtOnce = 50;

/** Items that are not settled, all or those of one door: those that were being written when something stopped us come first. */
export async function itemsOfRun(q: Handle, requestId: string, limit: number, door?: Door): Promise<ItemRow[]> {
  const through = door === undefined ? undefined : eq(items.door, door);
  return q
    .select(own)
    .from(items)
    .where(and(eq(items.requestId, requestId), inArray(items.state, ['writing', 'waiting']), through))
    .orderBy(desc(eq(items.state, 'writing')), asc(items.position))
    .limit(limit);
}

/** Items that a person is to do, in the plan's order, from `position` on. */
export async function itemsByHand(q: Handle, requestId: string, position: number, limit: number): Promise<ItemRow[]> {
  return q
    .select(own)
    .from(items)
    .where(and(eq(items.requestId, requestId), eq(items.state, 'by_hand'), gte(items.position, position)))
    .orderBy(asc(items.position))
    .limit(limit);
}

/** The dataset as it was read before the last write of the item; undefined: it was not written yet. */
export async function seenOf(
  q: Handle,
  { requestId, position }: Pick<ItemRow, 'requestId' | 'position'>,
): Promise<unknown> {
  const [row] = await q
    .select({ seen: items.seen })
    .from(items)
    .where(and(eq(items.requestId, requestId), eq(items.position, position)));
  return row?.seen ?? undefined;
}

/** Compare-and-swap on one item: it is in the state in which the caller has it, and no other run has had it since. */
export async function moveItem(
  q: Handle,
  { requestId, position, state, run }: Pick<ItemRow, 'requestId' | 'position' | 'state' | 'run'>,
  changes: ItemChanges,
): Promise<ItemRow | undefined> {
  const asKnown = and(eq(items.state, state), sql`${items.run} is not distinct from ${run}`);
  const [row] = await q
    .update(items)
    .set(changes)
    .where(and(eq(items.requestId, requestId), eq(items.position, position), asKnown))
    .returning(own);
  return row;
}

/** Compare-and-swap on several items of one request; returns those that were in `from`. */
export async function moveItems(
  q: Handle,
  requestId: string,
  positions: number[],
  from: ItemState[],
  changes: ItemChanges,
): Promise<ItemRow[]> {
  return q
    .update(items)
    .set(changes)
    .where(and(eq(items.requestId, requestId), inArray(items.position, positions), inArray(items.state, from)))
    .returning(own);
}

/** Settles some of the items that are still in `from`, and returns them; none: nothing is left to settle. */
export async function settleItems(
  q: Handle,
  requestId: string,
  from: (typeof unsettledStates)[number],
  changes: Required<Pick<ItemChanges, 'state' | 'reason' | 'settledAt'>>,
  { butDoor }: { butDoor?: Door | undefined } = {},
): Promise<ItemRow[]> {
  const which = butDoor === undefined ? undefined : ne(items.door, butDoor);
  const some = q
    .select({ position: items.position })
    .from(items)
    .where(and(eq(items.requestId, requestId), eq(items.state, from), which))
    .orderBy(asc(items.position))
    .limit(settledAtOnce);
  return q
    .update(items)
    .set(changes)
    .where(and(eq(items.requestId, requestId), eq(items.state, from), inArray(items.position, some)))
    .returning(own);
}
