import { messagesOf, saveMessage } from '../../store/messages.ts';
import type { Context } from '../context.ts';
import { noticePaint, toDoPurpose } from './living-notice.ts';
import type { RequestView } from './request-view.ts';

/**
 * Asks one person to do in Domo what its API refuses, or reminds them, by one message that replaces the one before. Nothing, where
 * somebody else has it. Safe to repeat.
 */
export async function askByHand(ctx: Context, request: RequestView, slackId: string): Promise<void> {
  const { hand, id: requestId } = request;
  if (hand === undefined || (hand.holder !== undefined && hand.holder.slackId !== slackId)) return;
  const q = ctx.database.db;
  const purpose = toDoPurpose(slackId);
  const before = (await messagesOf(q, requestId)).find((each) => each.purpose === purpose);
  const notice = { about: 'to do', request, slackId } as const;
  const message = await ctx.notifier.tell(slackId, notice);
  if (message === undefined) return;
  await saveMessage(q, { requestId, purpose, ...message, painted: noticePaint(notice), paintedAt: ctx.now() });
  if (before !== undefined) await ctx.notifier.remove(before);
  // Somebody may have taken it since it was read.
  await ctx.enqueue(q, 'paint', { requestId });
}
