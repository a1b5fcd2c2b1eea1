import { and, asc, desc, eq, inArray, isNotNull, lte, or } from 'drizzle-orm';
import type { Kind } from '../change/types.ts';
import type { Handle } from './database.ts';
import { handWork, items, requests } from './tables.ts';

export type HandWork = typeof handWork.$inferSelect;
type Changes = Partial<Omit<HandWork, 'requestId' | 'since'>>;

/** Undefined: the request waits for nobody, or its run is not over. */
export async function handWorkOf(q: Handle, requestId: string): Promise<HandWork | undefined> {
  const [row] = await q.select().from(handWork).where(eq(handWork.requestId, requestId));
  return row;
}

/** Whether it was begun by this call. */
export async function beginHandWork(q: Handle, work: typeof handWork.$inferInsert): Promise<boolean> {
  return (await q.insert(handWork).values(work).onConflictDoNothing().returning()).length > 0;
}

/** The caller holds the request's lock, or does what another may do as well. */
export async function changeHandWork(q: Handle, requestId: string, changes: Changes): Promise<void> {
  await q.update(handWork).set(changes).where(eq(handWork.requestId, requestId));
}

/** By a statement or a part of one. */
export function endHandWork(q: Handle, requestId: string) {
  return q.delete(handWork).where(eq(handWork.requestId, requestId));
}

/** All that people are waited for with; no instance has more at a time. */
export async function allHandWork(q: Handle): Promise<HandWork[]> {
  return q.select().from(handWork).orderBy(asc(handWork.since), asc(handWork.requestId)).limit(1_000);
}

/** Requests for which it is time to read Domo again, and those that somebody stopped. */
export async function handWorkToRead(q: Handle, now: Date): Promise<string[]> {
  const rows = await q
    .select({ id: handWork.requestId })
    .from(handWork)
    .innerJoin(requests, eq(requests.id, handWork.requestId))
    .where(or(lte(handWork.nextReadAt, now), isNotNull(requests.stoppedBy)));
  return rows.map(({ id }) => id);
}

/** How many of a request's datasets people were asked to do, and how many of those they have done. */
export async function countByHand(q: Handle, requestId: string): Promise<{ asked: number; done: number }> {
  const asked = and(eq(items.requestId, requestId), isNotNull(items.byHandAt));
  return { asked: await q.$count(items, asked), done: await q.$count(items, and(asked, eq(items.state, 'verified'))) };
}

/** Of these datasets those that were to be done by hand the last time that something became of them, if that is not before `since`. */
export async function lastDoneByHand(q: Handle, kind: Kind, datasetIds: string[], since: Date): Promise<string[]> {
  const { datasetId, byHandAt, state } = items;
  const tried = or(isNotNull(byHandAt), inArray(state, ['verified', 'unverified']));
  const rows = await q
    .selectDistinctOn([datasetId], { datasetId, byHandAt })
    .from(items)
    .innerJoin(requests, eq(requests.id, items.requestId))
    .where(and(inArray(datasetId, datasetIds), eq(requests.kind, kind), tried))
    .orderBy(datasetId, desc(requests.number));
  return rows.filter(({ byHandAt: at }) => at !== null && at >= since).map((row) => row.datasetId);
}
