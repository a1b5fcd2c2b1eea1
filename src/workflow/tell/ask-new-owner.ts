import { messagesOf } from '../../store/messages.ts';
import type { Context } from '../context.ts';
import { findInSlack } from '../vote/new-owner.ts';
import { acceptancePurpose } from './living-notice.ts';
import { isAwaited, type RequestView } from './request-view.ts';
import { tellLiving } from './tell-living.ts';

/**
 * Asks the incoming owner to accept, where that is waited for: `once`, or `again`, if they were asked, by a message that replaces the
 * one before. Safe to repeat.
 */
export async function askNewOwner(ctx: Context, request: RequestView, when: 'once' | 'again'): Promise<void> {
  if (!isAwaited(request) || request.to === undefined) return;
  const wasAsked = (await messagesOf(ctx.database.db, request.id)).some(({ purpose }) => purpose === acceptancePurpose);
  if (wasAsked !== (when === 'again')) return;
  const found = await findInSlack(ctx, request.to);
  if ('unreachable' in found) return;
  await tellLiving(ctx, found.slackId, acceptancePurpose, { about: acceptancePurpose, request });
}
