import { and, eq, inArray, notInArray } from 'drizzle-orm';
import { unsettledStates } from '../change/states.ts';
import type { Handle } from './database.ts';
import { holds, items, requests } from './tables.ts';

/** Takes these datasets for a request; returns those that another open request holds, with its number. */
export async function takeHolds(q: Handle, requestId: string, datasetIds: string[]): Promise<Map<string, number>> {
  const held = new Map<string, number>();
  // Once more for what was let go of between the two statements.
  for (let left = datasetIds; left.length > 0; ) {
    await q
      .insert(holds)
      .values(left.map((datasetId) => ({ datasetId, requestId })))
      .onConflictDoNothing();
    const rows = await q
      .select({ datasetId: holds.datasetId, requestId: holds.requestId, number: requests.number })
      .from(holds)
      .innerJoin(requests, eq(holds.requestId, requests.id))
      .where(inArray(holds.datasetId, left));
    for (const row of rows) if (row.requestId !== requestId) held.set(row.datasetId, row.number);
    const known = new Set(rows.map((row) => row.datasetId));
    left = left.filter((id) => !known.has(id));
  }
  return held;
}

/** Lets go of all that a request holds, by a statement or a part of one. */
export function releaseHolds(q: Handle, requestId: string) {
  return q.delete(holds).where(eq(holds.requestId, requestId));
}

/** Lets go of what is settled already, while the rest of the request goes on. */
export async function releaseSettled(q: Handle, requestId: string): Promise<void> {
  const open = q
    .select({ id: items.datasetId })
    .from(items)
    .where(and(eq(items.requestId, requestId), inArray(items.state, [...unsettledStates])));
  await q.delete(holds).where(and(eq(holds.requestId, requestId), notInArray(holds.datasetId, open)));
}
