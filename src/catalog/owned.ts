import { and, count, eq, exists, ne, sql } from 'drizzle-orm';
import type { Handle } from '../store/database.ts';
import { datasets, holds, items, requests } from '../store/tables.ts';
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
  /** How many people were asked to do by hand before, since Domo's API refuses them. */
  byHand: number;
  /** How many are known not to be made with Domo's API. */
  otherKinds: number;
}

const wasByHand = exists(
  sql`(select 1 from ${items} where ${items.datasetId} = ${datasets.id} and ${items.byHandAt} is not null and ${items.change} ->> 'kind' = 'owner')`,
);

/** `except`: as if this request held none. */
export async function owned(q: Handle, ownerId: number, except?: string): Promise<Owned> {
  const [row] = await q
    .select({
      total: count(datasets.id),
      secured: sql<number>`count(*) filter (where ${datasets.pdp})`.mapWith(Number),
      firstSecured: sql<string | null>`min(${datasets.name}) filter (where ${datasets.pdp})`,
      held: count(holds.datasetId),
      heldBy,
      byHand: sql<number>`count(*) filter (where ${wasByHand})`.mapWith(Number),
      otherKinds: sql<number>`count(*) filter (where lower(${datasets.transport}) <> 'api')`.mapWith(Number),
    })
    .from(datasets)
    .leftJoin(
      holds,
      and(eq(holds.datasetId, datasets.id), except === undefined ? undefined : ne(holds.requestId, except)),
    )
    .leftJoin(requests, eq(requests.id, holds.requestId))
    .where(eq(datasets.ownerId, ownerId));
  if (row === undefined) return { total: 0, secured: 0, held: 0, heldBy: [], byHand: 0, otherKinds: 0 };
  return { ...row, firstSecured: row.firstSecured ?? undefined };
}
