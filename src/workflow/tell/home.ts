import type { OrphaningOwner } from '../../catalog/types.ts';
import type { Refusal } from '../../change/votes/refusal.ts';
import { mayAsk, mayLook } from '../ask/rights.ts';
import type { Context } from '../context.ts';
import { listFor, recent, waitingFor } from './lists.ts';
import type { RequestLine } from './request-view.ts';

/** What one person's Home shows. No request stands in it twice: the part that comes first has it. */
export interface HomeContent {
  toApprove: RequestLine[];
  yours: RequestLine[];
  orphaned: OrphaningOwner[];
  recent: RequestLine[];
  /** Whether this person may ask for changes, which a steward may not where `requesters` does not name them. */
  asks: boolean;
}

/** `limit`: of each part. A person who may not look gets the reason; opening Home is no click, so nothing is audited. */
export async function homeFor(
  ctx: Context,
  slackId: string,
  limit: number,
): Promise<{ ok: true; content: HomeContent } | { ok: false; refusal: Refusal }> {
  const refusal = await mayLook(ctx, slackId);
  if (refusal !== undefined) return { ok: false, refusal };
  const [asks, toApprove, yours, orphaned, ended] = await Promise.all([
    mayAsk(ctx, slackId).then((why) => why === undefined),
    waitingFor(ctx, slackId, { limit }),
    listFor(ctx, slackId, { which: 'mine' }, { limit }),
    ctx.catalog.ownersNotActive(limit),
    recent(ctx, slackId, limit),
  ]);
  return { ok: true, content: { toApprove, yours, orphaned, recent: ended, asks } };
}
