import { and, desc, eq, gte, inArray, isNotNull, isNull, lt, ne, sql } from 'drizzle-orm';
import type { Handle } from './database.ts';
import { activity, items, requests } from './tables.ts';

export type ActivityRow = typeof activity.$inferSelect;
export type NewActivity = Pick<ActivityRow, 'digest' | 'datasetId' | 'action' | 'by' | 'saidAt' | 'words' | 'seenAt'>;

/** Rows that one statement writes, or asks about. */
const batch = 200;

/** Keeps lines about datasets that some plan has; those kept already stay as they are. */
export async function keepActivity(q: Handle, lines: NewActivity[]): Promise<void> {
  for (let at = 0; at < lines.length; at += batch) {
    const some = lines.slice(at, at + batch);
    const ids = [...new Set(some.map(({ datasetId }) => datasetId))];
    const planned = await q.selectDistinct({ id: items.datasetId }).from(items).where(inArray(items.datasetId, ids));
    const known = new Set(planned.map(({ id }) => id));
    const kept = some.filter(({ datasetId }) => known.has(datasetId));
    if (kept.length > 0) await q.insert(activity).values(kept).onConflictDoNothing();
  }
}

/** Those whose dataset is still to be read again, oldest first. */
export function unreadActivity(q: Handle, limit: number): Promise<ActivityRow[]> {
  return q.select().from(activity).where(isNull(activity.readAt)).orderBy(activity.seenAt).limit(limit);
}

export async function noteRead(
  q: Handle,
  digests: string[],
  found: Pick<ActivityRow, 'readAt'> & Partial<Pick<ActivityRow, 'changes' | 'requestId'>>,
): Promise<void> {
  await q.update(activity).set(found).where(inArray(activity.digest, digests));
}

/** Of one dataset what was changed beside the app, newest first. */
export function outsideChangesOf(q: Handle, datasetId: string, limit: number): Promise<ActivityRow[]> {
  return q
    .select()
    .from(activity)
    .where(and(eq(activity.datasetId, datasetId), isChange))
    .orderBy(desc(activity.readAt))
    .limit(limit);
}

/** Of a plan with thousands of datasets, more than anybody reads. */
const mostOfPlan = 100;

/** What was changed since then beside the app in datasets of this plan, newest first; `ownerId`: whose each was planned to be until then. */
export function outsideChangesIn(q: Handle, requestId: string, since: Date) {
  const { datasetName, alike, change } = items;
  // A schema's change is hundreds of columns.
  const ownerId = sql`(${change} -> 'before' ->> 'id')::bigint`.mapWith(Number);
  return q
    .select({ datasetName, alike, ownerId, line: activity })
    .from(activity)
    .innerJoin(items, eq(items.datasetId, activity.datasetId))
    .where(and(eq(items.requestId, requestId), gte(activity.readAt, since), isChange))
    .orderBy(desc(activity.readAt))
    .limit(mostOfPlan);
}

/** The requests with a dataset in their plan, and what became of it there, the newest first. */
export function plansOf(q: Handle, datasetId: string, limit: number) {
  const { state, settledAt, moved, door } = items;
  const { id, number, pendingAt, kind } = requests;
  return q
    .select({ requestId: id, number, kind, pendingAt, requestState: requests.state, state, settledAt, moved, door })
    .from(items)
    .innerJoin(requests, eq(requests.id, items.requestId))
    .where(and(eq(items.datasetId, datasetId), isNotNull(pendingAt)))
    .orderBy(desc(number))
    .limit(limit);
}

/** Lines that told of nothing are kept only while they may be read again. */
export async function forgetActivity(q: Handle, before: Date): Promise<void> {
  await q
    .delete(activity)
    .where(and(lt(activity.readAt, before), isNull(activity.requestId), eq(activity.changes, [])));
}

const isChange = ne(activity.changes, sql`'[]'::jsonb`);
