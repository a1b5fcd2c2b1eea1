import { and, eq, inArray, lt } from 'drizzle-orm';
import { openStates } from '../change/types.ts';
import type { Handle } from './database.ts';
import { messages, requests } from './tables.ts';

export type MessageRow = typeof messages.$inferSelect;

export async function messagesOf(q: Handle, requestId: string): Promise<MessageRow[]> {
  return q.select().from(messages).where(eq(messages.requestId, requestId));
}

/** The request's card, where one is recorded. */
export async function cardOf(q: Handle, requestId: string): Promise<MessageRow | undefined> {
  const [row] = await q
    .select()
    .from(messages)
    .where(and(eq(messages.requestId, requestId), eq(messages.purpose, 'card')));
  return row;
}

/** The request whose recorded card this message is. */
export async function requestOfCard(q: Handle, channel: string, ts: string): Promise<string | undefined> {
  const isCard = and(eq(messages.channel, channel), eq(messages.ts, ts), eq(messages.purpose, 'card'));
  const [row] = await q.select({ requestId: messages.requestId }).from(messages).where(isCard);
  return row?.requestId;
}

/** Records a message, or where it is now and what it shows. */
export async function saveMessage(q: Handle, message: MessageRow): Promise<void> {
  const { channel, ts, painted, paintedAt } = message;
  await q
    .insert(messages)
    .values(message)
    .onConflictDoUpdate({ target: [messages.requestId, messages.purpose], set: { channel, ts, painted, paintedAt } });
}

/** The same for one that is where `before` was; false: it was replaced since, and stays so. */
export async function moveMessage(q: Handle, before: MessageRow, after: Partial<MessageRow>): Promise<boolean> {
  const moved = await q.update(messages).set(after).where(isStill(before)).returning({ ts: messages.ts });
  return moved.length > 0;
}

/** Notes that Slack is being asked to post the request's card; null: what came of it is known. */
export async function noteCardAsked(q: Handle, requestId: string, cardAskedAt: Date | null): Promise<void> {
  await q.update(requests).set({ cardAskedAt }).where(eq(requests.id, requestId));
}

/** Forgets a message, unless it was replaced since. */
export async function deleteMessage(q: Handle, message: MessageRow): Promise<void> {
  await q.delete(messages).where(isStill(message));
}

function isStill({ requestId, purpose, channel, ts }: MessageRow) {
  return and(
    eq(messages.requestId, requestId),
    eq(messages.purpose, purpose),
    eq(messages.channel, channel),
    eq(messages.ts, ts),
  );
}

/**
 * What open requests' messages showed before then is not taken for granted any more: someone may have deleted one
 * meanwhile. Resolves to the requests that have a message to paint.
 */
export async function forgetPaintings(q: Handle, before: Date): Promise<string[]> {
  const open = q
    .select({ id: requests.id })
    .from(requests)
    .where(inArray(requests.state, [...openStates]));
  const forgotten = await q
    .update(messages)
    .set({ painted: '' })
    .where(and(inArray(messages.requestId, open), lt(messages.paintedAt, before)))
    .returning({ requestId: messages.requestId });
  return [...new Set(forgotten.map(({ requestId }) => requestId))];
}
