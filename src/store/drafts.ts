import { and, desc, eq, gte, lt, sql } from 'drizzle-orm';
import type { Uses } from '../change/uses.ts';
import type { Handle } from './database.ts';
import { drafts } from './tables.ts';

export type DraftRow = typeof drafts.$inferSelect;

export async function insertDraft(q: Handle, draft: Omit<DraftRow, 'version' | 'uses'>): Promise<DraftRow | undefined> {
  const [row] = await q.insert(drafts).values(draft).returning();
  return row;
}

export async function findDraft(q: Handle, id: string): Promise<DraftRow | undefined> {
  const [row] = await q.select().from(drafts).where(eq(drafts.id, id));
  return row;
}

/** This person's drafts for a dataset touched since, at most ten, newest first. */
export async function recentDrafts(q: Handle, slackId: string, datasetId: string, since: Date): Promise<DraftRow[]> {
  return q
    .select()
    .from(drafts)
    .where(and(eq(drafts.slackId, slackId), eq(drafts.datasetId, datasetId), gte(drafts.updatedAt, since)))
    .orderBy(desc(drafts.updatedAt))
    .limit(10);
}

/** Compare-and-swap: undefined when another tab saved since `version`. `keepReason`: the stored reason stays, which may be newer. */
export async function saveDraft(
  q: Handle,
  id: string,
  version: number,
  { body, updatedAt, keepReason }: Pick<DraftRow, 'body' | 'updatedAt'> & { keepReason: boolean },
): Promise<DraftRow | undefined> {
  const kept = sql`jsonb_set(${JSON.stringify(body)}::jsonb, '{reason}', ${drafts.body} -> 'reason')`;
  const [row] = await q
    .update(drafts)
    .set({ body: keepReason ? kept : body, updatedAt, version: sql`${drafts.version} + 1` })
    .where(and(eq(drafts.id, id), eq(drafts.version, version)))
    .returning();
  return row;
}

/** Keeps what was typed as the reason without a new version: it is nobody else's edit. */
export async function saveDraftReason(q: Handle, id: string, slackId: string, reason: string): Promise<void> {
  await q
    .update(drafts)
    .set({ body: sql`jsonb_set(${drafts.body}, '{reason}', to_jsonb(${reason}::text))` })
    .where(and(eq(drafts.id, id), eq(drafts.slackId, slackId)));
}

/** Without a new version either: nobody edited it. */
export async function saveDraftUses(q: Handle, id: string, uses: Uses): Promise<DraftRow | undefined> {
  const [row] = await q.update(drafts).set({ uses }).where(eq(drafts.id, id)).returning();
  return row;
}

export async function deleteDraft(q: Handle, id: string): Promise<void> {
  await q.delete(drafts).where(eq(drafts.id, id));
}

export async function deleteDraftsBefore(q: Handle, before: Date): Promise<void> {
  await q.delete(drafts).where(lt(drafts.updatedAt, before));
}
