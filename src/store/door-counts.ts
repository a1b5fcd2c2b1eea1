import { and, count, eq, inArray, isNotNull } from 'drizzle-orm';
import type { Door } from '../change/types.ts';
import type { Handle } from './database.ts';
import { items } from './tables.ts';

/** What became of a request's datasets by one door. */
export interface DoorCounts {
  door: Door;
  /** Shown by Domo as asked, or at least taken by it. */
  proved: number;
  verified: number;
  /** Something else moved along. */
  moved: number;
}

/** Of each door by which something was written. */
export async function countByDoor(q: Handle, requestId: string): Promise<DoorCounts[]> {
  const rows = await q
    .select({ door: items.door, state: items.state, moved: items.moved, n: count().mapWith(Number) })
    .from(items)
    .where(and(eq(items.requestId, requestId), inArray(items.state, ['verified', 'unverified'])))
    .groupBy(items.door, items.state, items.moved);
  const sum = (some: typeof rows) => some.reduce((all, { n }) => all + n, 0);
  return [...Map.groupBy(rows, ({ door }) => door)].map(([door, some]) => ({
    door,
    proved: sum(some),
    verified: sum(some.filter(({ state }) => state === 'verified')),
    moved: sum(some.filter(({ moved }) => moved)),
  }));
}

/** Whether a write of this request by this door was ever under way. */
export async function hasWrittenBy(q: Handle, requestId: string, door: Door): Promise<boolean> {
  const written = and(eq(items.requestId, requestId), eq(items.door, door), isNotNull(items.seen));
  return (await q.select({ one: items.position }).from(items).where(written).limit(1)).length > 0;
}
