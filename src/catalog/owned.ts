import { and, count, eq, ne, sql } from 'drizzle-orm';
import type { Handle } from '../store/database.ts';
import { datasets, holds, requests } from '../store/tables.ts';
import { type HeldBy, heldBy } from './held-by.ts';

/** What is known at once of all that somebody owns. */
export interface Owned {
  total: number;
  /** How many row security (PDP) is on for, and the first of them by name. */
  secured: number;
  firstSecured?: string | undefined;
  /** How many open requests hold already, and which. */
  held: number;
  heldBy: HeldBy[];
}

/** `except`: as if this request held none. */
export async function owned(q: Handle, ownerId: number, except?: string): Promise<Owned> {
  const [row] = await q
    .select({
      total: count(datasets.id),
      secured: sql<number>`count(*) filter (where ${datasets.pdp})`.mapWith(Number),
      firstSecured: sql<string | null>`min(${datasets.name}) filter (where ${datasets.pdp})`,
      held: count(holds.datasetId),
      heldBy,
    })
    .from(datasets)
    .leftJoin(
      holds,
      and(eq(holds.datasetId, datasets.id), except === undefined ? undefined : ne(holds.requestId, except)),
    )
    .leftJoin(requests, eq(requests.id, holds.requestId))
    .where(eq(datasets.ownerId, ownerId));
  if (row === undefined) return { total: 0, secured: 0, held: 0, heldBy: [] };
  return { ...row, firstSecured: row.firstSecured ?? undefined };
}
