import { count, desc, eq, inArray, ne } from 'drizzle-orm';
import type { Handle } from '../store/database.ts';
import { datasets, domoUsers, holds, requests } from '../store/tables.ts';
import { heldBy } from './held-by.ts';
import type { OrphaningOwner } from './types.ts';

/** Owners who are not active, with how many datasets they have and which open requests hold some; those with most first. */
export async function ownersNotActive(q: Handle, limit: number): Promise<OrphaningOwner[]> {
  const inactive = q.select({ id: domoUsers.id }).from(domoUsers).where(ne(domoUsers.standing, 'active'));
  const n = count(datasets.id);
  const rows = await q
    .select({
      id: domoUsers.id,
      name: domoUsers.name,
      email: domoUsers.email,
      standing: domoUsers.standing,
      datasets: n,
      held: count(holds.datasetId),
      heldBy,
    })
    .from(datasets)
    .innerJoin(domoUsers, eq(datasets.ownerId, domoUsers.id))
    .leftJoin(holds, eq(holds.datasetId, datasets.id))
    .leftJoin(requests, eq(requests.id, holds.requestId))
    .where(inArray(datasets.ownerId, inactive))
    .groupBy(domoUsers.id)
    .orderBy(desc(n), domoUsers.id)
    .limit(limit);
  return rows.map(({ email, ...owner }) => ({ ...owner, email: email ?? undefined }));
}
