import type { Context } from '../context.ts';
import { toDoPurpose } from './living-notice.ts';
import type { RequestView } from './request-view.ts';
import { tellLiving } from './tell-living.ts';

/**
 * Asks one person to do in Domo what its API refuses, or reminds them, by one message that replaces the one before. Nothing, where
 * somebody else has it. Safe to repeat.
 */
export async function askByHand(ctx: Context, request: RequestView, slackId: string): Promise<void> {
  const { hand } = request;
  if (hand === undefined || (hand.holder !== undefined && hand.holder.slackId !== slackId)) return;
  await tellLiving(ctx, slackId, toDoPurpose(slackId), { about: 'to do', request, slackId });
}
