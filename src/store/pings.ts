import { and, eq, inArray, isNotNull, lte, sql } from 'drizzle-orm';
import type { NotifyChoice, PingReason } from '../change/types.ts';
import { betweenPings, type PingDue } from '../change/votes/whom-to-ping.ts';
import type { Handle } from './database.ts';
import { pings, preferences } from './tables.ts';

export type PingRow = typeof pings.$inferSelect;

/** Everyone who was or is to be called about a request. */
export async function pingsOf(q: Handle, requestId: string): Promise<PingRow[]> {
  return q.select().from(pings).where(eq(pings.requestId, requestId));
}

/** What this person is to be called for by now, the longest due first. */
export async function duePings(q: Handle, slackId: string, now: Date): Promise<PingRow[]> {
  return q
    .select()
    .from(pings)
    .where(and(eq(pings.slackId, slackId), lte(pings.dueAt, now)))
    .orderBy(pings.dueAt, pings.requestId);
}

/** Everyone who is to be called by now. */
export async function peopleDue(q: Handle, now: Date): Promise<string[]> {
  const rows = await q.selectDistinct({ slackId: pings.slackId }).from(pings).where(lte(pings.dueAt, now));
  return rows.map(({ slackId }) => slackId);
}

/** They are to be called. Who is to be called anyway hears of it then, as what they have not heard of yet. */
export async function savePings(q: Handle, requestId: string, why: PingReason, due: PingDue[]): Promise<void> {
  if (due.length === 0) return;
  await q
    .insert(pings)
    .values(due.map((each) => ({ ...each, requestId, why })))
    .onConflictDoUpdate({
      target: [pings.requestId, pings.slackId],
      set: {
        // They may have been called since it was looked up when they last were.
        dueAt: sql`coalesce(${pings.dueAt}, greatest(excluded.due_at, ${pings.pingedAt} + make_interval(secs => ${betweenPings / 1_000})))`,
        why: sql`case when ${pings.dueAt} is null or excluded.why = 'expires' then excluded.why else ${pings.why} end`,
      },
    });
}

/** A card that was just posted mentions them. */
export async function saveMentions(q: Handle, requestId: string, slackIds: string[], at: Date): Promise<void> {
  await forgetMentions(q, requestId);
  if (slackIds.length === 0) return;
  await q
    .insert(pings)
    .values(slackIds.map((slackId) => ({ requestId, slackId, why: 'asked' as const, pingedAt: at, onCard: true })))
    .onConflictDoUpdate({
      target: [pings.requestId, pings.slackId],
      set: { pingedAt: at, onCard: true, dueAt: null },
    });
}

/** Whom the card mentions. */
export async function mentionedOn(q: Handle, requestId: string): Promise<string[]> {
  const rows = await q
    .select({ slackId: pings.slackId })
    .from(pings)
    .where(and(eq(pings.requestId, requestId), pings.onCard))
    .orderBy(pings.slackId);
  return rows.map(({ slackId }) => slackId);
}

/** The card mentions nobody any more. */
export async function forgetMentions(q: Handle, requestId: string): Promise<void> {
  await q.update(pings).set({ onCard: false }).where(eq(pings.requestId, requestId));
}

/** What this person was called for by messages that still follow their requests. */
export async function livingPings(q: Handle, slackId: string): Promise<PingRow[]> {
  return q
    .select()
    .from(pings)
    .where(and(eq(pings.slackId, slackId), isNotNull(pings.ts)));
}

/** Where such a message is and what it says of a request; all null: it stays as it is. */
export async function noteLiving(
  q: Handle,
  slackId: string,
  requestId: string,
  changes: Partial<Pick<PingRow, 'channel' | 'ts' | 'painted'>>,
): Promise<void> {
  await q
    .update(pings)
    .set(changes)
    .where(and(eq(pings.slackId, slackId), eq(pings.requestId, requestId)));
}

/** Whoever was called about it may be called at once for something else. */
export async function forgetCalls(q: Handle, requestId: string): Promise<void> {
  await q.update(pings).set({ pingedAt: null, dueAt: null }).where(eq(pings.requestId, requestId));
}

/** They were called, or there is nothing to call them for any more: `changes` says which. */
export async function settlePings(
  q: Handle,
  slackId: string,
  requestIds: string[],
  changes: { pingedAt?: Date; dueAt: Date | null },
): Promise<void> {
  if (requestIds.length === 0) return;
  await q
    .update(pings)
    .set(changes)
    .where(and(eq(pings.slackId, slackId), inArray(pings.requestId, requestIds)));
}

/** What people chose, of those who did. */
export async function notifyChoices(q: Handle): Promise<Map<string, NotifyChoice>> {
  const rows = await q.select().from(preferences);
  return new Map(rows.map(({ slackId, notify }) => [slackId, notify]));
}

export async function saveNotifyChoice(q: Handle, slackId: string, notify: NotifyChoice): Promise<void> {
  await q
    .insert(preferences)
    .values({ slackId, notify })
    .onConflictDoUpdate({ target: preferences.slackId, set: { notify } });
}
