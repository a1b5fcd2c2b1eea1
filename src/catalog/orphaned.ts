import { count, desc, eq, inArray, ne } from 'drizzle-orm';
import type { Handle } from '../store/database.ts';
import { datasets, domoUsers } from '../store/tables.ts';
import type { OwnerHit } from './types.ts';

/** Owners who are not active, with how many datasets they have; those with most first. */
export async function ownersNotActive(q: Handle, limit: number): Promise<OwnerHit[]> {
  const inactive = q.select({ id: domoUsers.id }).from(domoUsers).where(ne(domoUsers.standing, 'active'));
  const n = count(datasets.id);
  const rows = await q
    .select({ id: domoUsers.id, name: domoUsers.name, email: domoUsers.email, standing: domoUsers.standing, n })
    .from(datasets)
    .innerJoin(domoUsers, eq(datasets.ownerId, domoUsers.id))
    .where(inArray(datasets.ownerId, inactive))
    .groupBy(domoUsers.id)
    .orderBy(desc(n), domoUsers.id)
    .limit(limit);
  return rows.map(({ n: owned, email, ...owner }) => ({ ...owner, email: email ?? undefined, datasets: owned }));
}
