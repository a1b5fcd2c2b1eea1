import { setImmediate as nextTurn } from 'node:timers/promises';
import { and, eq, gt, notExists, sql } from 'drizzle-orm';
import { datasets, domoUsers } from '../store/tables.ts';
import { whoIs } from './look-up-owners.ts';
import { bulk, inGroups, type SyncRun, step } from './sync-run.ts';
import { writeUsers } from './write-users.ts';

/**
 * Takes over Domo's user list; returns how many there are. People who vanished from it are kept, as deleted: they may own datasets,
 * and old requests name them.
 */
export async function readUsers(run: SyncRun): Promise<number> {
  const seen = new Set<number>();
  for await (const page of run.domo.userPages(bulk(run))) {
    for (const user of page) seen.add(user.id);
    const read = page.map((user) => ({ user, standing: user.deleted ? ('deleted' as const) : ('active' as const) }));
    await run.holding((tx) => writeUsers(tx, read));
  }
  for await (const rows of activeUsers(run)) {
    const vanished = rows.filter((row) => !seen.has(row.id));
    await inGroups(vanished, async (row) => {
      const { user, standing } = await whoIs(run.domo, row, bulk(run));
      await writeUsers(run.q, [{ user, standing: standing === 'unknown' ? 'deleted' : standing }]);
    });
  }
  return seen.size;
}

/** Unknown ids are kept only as long as they own something. */
export async function forgetIdleUnknowns({ q }: SyncRun): Promise<void> {
  const owned = q.select({ one: sql`1` }).from(datasets).where(eq(datasets.ownerId, domoUsers.id));
  await q.delete(domoUsers).where(and(eq(domoUsers.standing, 'unknown'), notExists(owned)));
}

async function* activeUsers({ q }: SyncRun): AsyncGenerator<{ id: number; name: string }[]> {
  const { id, name } = domoUsers;
  for (let last = Number.MIN_SAFE_INTEGER; ; ) {
    const here = and(eq(domoUsers.standing, 'active'), gt(id, last));
    const rows = await q.select({ id, name }).from(domoUsers).where(here).orderBy(id).limit(step);
    const end = rows.at(-1);
    if (!end) return;
    yield rows;
    last = end.id;
    await nextTurn();
  }
}
