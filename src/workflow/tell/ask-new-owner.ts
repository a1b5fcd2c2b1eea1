import { messagesOf, saveMessage } from '../../store/messages.ts';
import type { Context } from '../context.ts';
import { findNewOwner } from '../vote/new-owner.ts';
import { acceptancePurpose, noticePaint } from './living-notice.ts';
import { isAwaited, type RequestView } from './request-view.ts';

/**
 * Asks the incoming owner to accept, where that is waited for: `once`, or `again`, if they were asked, by a message that replaces the
 * one before. Safe to repeat.
 */
export async function askNewOwner(ctx: Context, request: RequestView, when: 'once' | 'again'): Promise<void> {
  if (!isAwaited(request) || request.to === undefined) return;
  const q = ctx.database.db;
  const before = (await messagesOf(q, request.id)).find(({ purpose }) => purpose === acceptancePurpose);
  if ((before === undefined) !== (when === 'once')) return;
  const found = await findNewOwner(ctx, request.to);
  if ('unreachable' in found) return;
  const notice = { about: acceptancePurpose, request } as const;
  const message = await ctx.notifier.tell(found.slackId, notice);
  if (message === undefined) return;
  const painted = { painted: noticePaint(notice), paintedAt: ctx.now() };
  await saveMessage(q, { requestId: request.id, purpose: acceptancePurpose, ...message, ...painted });
  if (before !== undefined) await ctx.notifier.remove(before);
  // It may have been decided since it was read.
  await ctx.enqueue(q, 'paint', { requestId: request.id });
}
