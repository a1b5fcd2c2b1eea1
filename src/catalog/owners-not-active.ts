import { and, count, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Handle } from '../store/database.ts';
import { datasets, domoUsers, holds, requests } from '../store/tables.ts';
import { heldBy } from './held-by.ts';
import type { OrphaningOwner } from './types.ts';

/** Owners who are not active, with how many datasets they have and which open requests hold some; those with most first. */
export async function ownersNotActive(q: Handle, limit: number): Promise<OrphaningOwner[]> {
  // Counted one by one through the index: a join would read all datasets.
  const owned = q.$count(datasets, eq(datasets.ownerId, domoUsers.id));
  const rows = await q
    .select({
      id: domoUsers.id,
      name: domoUsers.name,
      email: domoUsers.email,
      standing: domoUsers.standing,
      datasets: owned,
    })
    .from(domoUsers)
    .where(and(inArray(domoUsers.standing, ['deleted', 'unknown']), ownsSomething))
    .orderBy(desc(owned), domoUsers.id)
    .limit(limit);
  const held = await heldOf(
    q,
    rows.map(({ id }) => id),
  );
  return rows.map(({ email, ...owner }) => ({
    ...owner,
    email: email ?? undefined,
    ...(held.get(owner.id) ?? { held: 0, heldBy: [] }),
  }));
}

/** A look at the index for each person found: a join might read all datasets first. */
export const ownsSomething = sql`(select 1 from ${datasets} where ${datasets.ownerId} = ${domoUsers.id} limit 1) is not null`;

async function heldOf(q: Handle, ownerIds: number[]): Promise<Map<number, Pick<OrphaningOwner, 'held' | 'heldBy'>>> {
  const rows = await q
    .select({ ownerId: datasets.ownerId, held: count(), heldBy })
    .from(holds)
    .innerJoin(datasets, eq(datasets.id, holds.datasetId))
    .innerJoin(requests, eq(requests.id, holds.requestId))
    .where(inArray(datasets.ownerId, ownerIds))
    .groupBy(datasets.ownerId);
  return new Map(rows.flatMap(({ ownerId, ...found }) => (ownerId === null ? [] : [[ownerId, found] as const])));
}
