import { and, asc, eq, isNotNull, ne } from 'drizzle-orm';
import type { Touch, Use } from '../change/uses.ts';
import type { Handle } from './database.ts';
import { uses } from './tables.ts';

export type UseRow = typeof uses.$inferSelect;

/** One use as a plan keeps it: with what its owner was called, and whether the change breaks it. */
export interface PlannedUse extends Use {
  ownerName?: string | undefined;
  touched: Touch;
}

/** Rows from `position` on; the caller keeps batches small, since one statement holds PGlite's event loop. */
export async function insertUses(q: Handle, requestId: string, position: number, some: PlannedUse[]): Promise<void> {
  if (some.length === 0) return;
  const rows = some.map(({ kind, id, name, ownerId, ownerName, columns, touched }, at) => ({
    requestId,
    position: position + at,
    kind,
    useId: id,
    name,
    ownerId: ownerId ?? null,
    ownerName: ownerName ?? null,
    columns: columns ?? null,
    touched,
  }));
  // Another run of the same job may be at it.
  await q.insert(uses).values(rows).onConflictDoNothing();
}

export async function deleteUses(q: Handle, requestId: string): Promise<void> {
  await q.delete(uses).where(eq(uses.requestId, requestId));
}

/** Those first that the change may break. */
export async function usesOf(q: Handle, requestId: string, limit: number): Promise<UseRow[]> {
  return q.select().from(uses).where(eq(uses.requestId, requestId)).orderBy(asc(uses.position)).limit(limit);
}

/** Domo ids of those who own what the change may break, each once. */
export async function ownersTouched(q: Handle, requestId: string): Promise<number[]> {
  const rows = await q
    .selectDistinct({ ownerId: uses.ownerId })
    .from(uses)
    .where(and(eq(uses.requestId, requestId), ne(uses.touched, 'no'), isNotNull(uses.ownerId)));
  return rows.flatMap(({ ownerId }) => ownerId ?? []);
}

/** What of somebody's the change may break. */
export async function touchedOf(q: Handle, requestId: string, ownerId: number): Promise<UseRow[]> {
  return q
    .select()
    .from(uses)
    .where(and(eq(uses.requestId, requestId), ne(uses.touched, 'no'), eq(uses.ownerId, ownerId)))
    .orderBy(asc(uses.position));
}
