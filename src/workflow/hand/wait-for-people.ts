import type { ItemCounts } from '../../change/states.ts';
import type { Transaction } from '../../store/database.ts';
import { beginHandWork } from '../../store/hand-work.ts';
import { releaseSettled } from '../../store/holds.ts';
import { forgetCalls } from '../../store/pings.ts';
import { moveRequest, type RequestRow } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import { nextRead } from './next-read.ts';

/**
 * The run is over, and something is left that people are to do in Domo: asks them, once, and lets go of what is settled. `ending`: why
 * the run ended by itself, if it did.
 */
export async function waitForPeople(
  ctx: Context,
  tx: Transaction,
  { id: requestId, number }: RequestRow,
  { counts, ending }: { counts: ItemCounts; ending: string | undefined },
): Promise<void> {
  await releaseSettled(tx, requestId);
  const since = ctx.now();
  const until = new Date(since.getTime() + ctx.policy.byHandWithin);
  const nextReadAt = nextRead(ctx, 0);
  if (!(await beginHandWork(tx, { requestId, since, heldAt: since, until, nextReadAt }))) return;
  await moveRequest(tx, requestId, 'applying', { problem: ending ?? null });
  const detail = { until: until.toISOString(), counts, ...(ending && { problem: ending }) };
  await ctx.audit(tx, { event: 'by_hand_asked', requestId, number, policyHash: ctx.policy.hash, detail });
  // Those who were called to decide it are called for something else now.
  await forgetCalls(tx, requestId);
  await ctx.enqueue(tx, 'remind', { requestId, why: 'by_hand' });
  await ctx.enqueue(tx, 'tell', { requestId, about: 'by hand' });
  await ctx.enqueue(tx, 'paint', { requestId });
}
