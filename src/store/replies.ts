import { and, desc, eq } from 'drizzle-orm';
import type { Handle } from './database.ts';
import { replies } from './tables.ts';

export type ReplyRow = typeof replies.$inferSelect;

/** The newest of one request, oldest first. */
export async function repliesOn(q: Handle, requestId: string, most: number): Promise<ReplyRow[]> {
  const newest = await q
    .select()
    .from(replies)
    .where(eq(replies.requestId, requestId))
    .orderBy(desc(replies.writtenAt), desc(replies.ts))
    .limit(most);
  return newest.toReversed();
}

/** False: it is kept already. */
export async function insertReply(q: Handle, reply: ReplyRow): Promise<boolean> {
  const made = await q.insert(replies).values(reply).onConflictDoNothing().returning({ ts: replies.ts });
  return made.length > 0;
}

/** Locks the reply until the transaction ends. */
export async function lockReply(q: Handle, channel: string, ts: string): Promise<ReplyRow | undefined> {
  const [row] = await q.select().from(replies).where(isReply(channel, ts)).for('update');
  return row;
}

export async function updateReply(
  q: Handle,
  { channel, ts }: Pick<ReplyRow, 'channel' | 'ts'>,
  changes: Partial<Pick<ReplyRow, 'text' | 'editedAt'>>,
): Promise<void> {
  await q.update(replies).set(changes).where(isReply(channel, ts));
}

function isReply(channel: string, ts: string) {
  return and(eq(replies.channel, channel), eq(replies.ts, ts));
}
