import { outcomeOf } from '../../change/states.ts';
import { countItems } from '../../store/items.ts';
import { findRequest, lockRequest } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import type { Told } from '../enqueue.ts';
import { waitForPeople } from '../hand/wait-for-people.ts';
import { stoppedBy } from '../stopped.ts';
import { transition } from '../transition.ts';
import { planUnlessTampered } from './approved-plan.ts';
import { settleRest } from './settle-item.ts';

/** Settles the request by what became of its items, and lets everyone know; or waits for people, if something is to be done by hand. */
export async function finish(ctx: Context, requestId: string, ending: string | undefined): Promise<void> {
  const ran = await findRequest(ctx.database.db, requestId);
  if (ran?.state !== 'applying' || (await planUnlessTampered(ctx, ran)) === undefined) return;
  const stopper = await stoppedBy(ctx, requestId);
  if (stopper !== undefined) {
    await settleRest(ctx, ran, 'by_hand', { state: 'stopped', reason: `Stopped by ${stopper.name}.` });
  }
  await ctx.database.transaction(async (tx) => {
    const row = await lockRequest(tx, requestId);
    if (row?.state !== 'applying') return;
    const counts = await countItems(tx, requestId);
    if (counts.by_hand > 0) return waitForPeople(ctx, tx, row, { counts, ending });
    const to = outcomeOf(counts);
    const owners: Told[] = counts.verified === 0 ? [] : row.kind === 'owner' ? ['received', 'given'] : ['changed'];
    const changes = { problem: ending ?? null };
    const moved = await transition(ctx, tx, row, { to, changes, detail: { counts }, tell: ['finished', ...owners] });
    if (moved === undefined || to === 'failed') return;
    for (const after of ctx.policy.recheckAfter) {
      const startAfter = new Date(ctx.now().getTime() + after);
      await ctx.enqueue(tx, 'recheck', { requestId }, { startAfter });
    }
  });
}
