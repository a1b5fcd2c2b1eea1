import { and, count, eq, gte, inArray, isNotNull, isNull, ne } from 'drizzle-orm';
import type { Door } from '../change/types.ts';
import type { Handle } from './database.ts';
import { items } from './tables.ts';

/** What became of a request's datasets by one door. */
export interface DoorCounts {
  door: Door;
  /** Written so, as Domo said, whether or not it shows all of it as asked. */
  taken: number;
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
    taken: sum(some),
    verified: sum(some.filter(({ state }) => state === 'verified')),
    moved: sum(some.filter(({ moved }) => moved)),
  }));
}

/** Whether a write of this request by this door was ever under way. */
export async function hasWrittenBy(q: Handle, requestId: string, door: Door): Promise<boolean> {
  // What was read and then given to people, as the door was not there, was not written.
  const byApi = and(isNotNull(items.seen), isNull(items.byHandAt));
  const written = and(eq(items.requestId, requestId), eq(items.door, door), byApi);
  return (await q.select({ one: items.position }).from(items).where(written).limit(1)).length > 0;
}

/** Of the datasets that this run tried to write by a door: how many Domo refused, how many of those for what they are, and how many it took. */
export async function countWrites(
  q: Handle,
  requestId: string,
): Promise<{ door: Door; refused: number; kind: number; taken: number }[]> {
  const rows = await q
    .select({ door: items.door, state: items.state, n: count().mapWith(Number) })
    .from(items)
    .where(and(eq(items.requestId, requestId), ne(items.door, 'hand'), isNotNull(items.seen)))
    .groupBy(items.door, items.state);
  return [...Map.groupBy(rows, ({ door }) => door)].map(([door, some]) => {
    const of = (...states: string[]) =>
      some.filter(({ state }) => states.includes(state)).reduce((sum, { n }) => sum + n, 0);
    // What was to be written by the product door is to be done by hand where that is gone, and for no other reason.
    const kind = door === 'public' ? of('by_hand') : 0;
    return { door, refused: of('refused'), kind, taken: of('verified', 'unverified', 'writing', 'failed') };
  });
}

/** Whether the API took a write since then, of any request: the app has the right to. */
export async function hasWritten(q: Handle, since: Date): Promise<boolean> {
  const byApi = and(eq(items.state, 'verified'), eq(items.door, 'public'), isNull(items.byHandAt));
  const found = await q
    .select({ id: items.requestId })
    .from(items)
    .where(and(byApi, gte(items.settledAt, since)))
    .limit(1);
  return found.length > 0;
}
