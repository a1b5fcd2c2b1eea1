import { desc, eq, gt, lte } from 'drizzle-orm';
import type { Handle } from './database.ts';
import { homes } from './tables.ts';

export type HomeRow = typeof homes.$inferSelect;

/** Home tabs opened since then, the newest first. */
export async function homesOpenedSince(q: Handle, since: Date, limit: number): Promise<HomeRow[]> {
  return q.select().from(homes).where(gt(homes.openedAt, since)).orderBy(desc(homes.openedAt)).limit(limit);
}

/** Remembers that somebody opened their Home, and forgets those who did before `forget`. */
export async function rememberHome(q: Handle, home: HomeRow, forget: Date): Promise<void> {
  const { openedAt, painted } = home;
  await q.insert(homes).values(home).onConflictDoUpdate({ target: homes.slackId, set: { openedAt, painted } });
  await q.delete(homes).where(lte(homes.openedAt, forget));
}

export async function saveHomePaint(q: Handle, { slackId, painted }: HomeRow): Promise<void> {
  await q.update(homes).set({ painted }).where(eq(homes.slackId, slackId));
}
