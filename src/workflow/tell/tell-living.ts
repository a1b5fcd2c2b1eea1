import { messagesOf, saveMessage } from '../../store/messages.ts';
import type { Context } from '../context.ts';
import type { Notice } from '../ports.ts';
import { noticePaint } from './living-notice.ts';

/**
 * Tells somebody something about a request by a message that is edited as things move, in place of the one kept under the same
 * purpose: only the newest has buttons. Safe to repeat. Throws `NotifierUnavailable`.
 */
export async function tellLiving(ctx: Context, slackId: string, purpose: string, notice: Notice): Promise<void> {
  const q = ctx.database.db;
  const requestId = notice.request.id;
  const before = (await messagesOf(q, requestId)).find((each) => each.purpose === purpose);
  const message = await ctx.notifier.tell(slackId, notice);
  if (message === undefined) return;
  await saveMessage(q, { requestId, purpose, ...message, painted: noticePaint(notice), paintedAt: ctx.now() });
  if (before !== undefined) await ctx.notifier.remove(before);
  // What it says may have changed since it was read.
  await ctx.enqueue(q, 'paint', { requestId });
}
