import { changeHandWork, type HandWork, handWorkOf } from '../../store/hand-work.ts';
import { lockRequest } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import { entryOf } from '../entry.ts';
import { isStopped } from '../stopped.ts';

const day = 24 * 60 * 60_000;

/** Calls people about what they are to do by hand: at the times of `remind_after` since somebody has it, and a day before it ends. */
export async function remindByHandIfDue(ctx: Context, { requestId }: HandWork): Promise<void> {
  await ctx.database.transaction(async (tx) => {
    // Locked, since another instance's sweep may come at the same time as the one at a start.
    const row = await lockRequest(tx, requestId);
    const work = await handWorkOf(tx, requestId);
    const changes = work && due(ctx, work);
    if (row?.state !== 'applying' || changes === undefined) return;
    if (await isStopped(ctx, requestId, tx)) return;
    await changeHandWork(tx, requestId, changes);
    await ctx.audit(tx, entryOf(ctx, row, 'reminded'));
    await ctx.enqueue(tx, 'remind', { requestId, why: 'by_hand' });
  });
}

/** What a call that is due changes; undefined: none is. */
function due(ctx: Context, { since, heldAt, until, reminders, lastCallAt }: HandWork): Partial<HandWork> | undefined {
  const now = ctx.now();
  const before = Math.min(day, (until.getTime() - since.getTime()) / 2);
  if (lastCallAt === null && now.getTime() >= until.getTime() - before) return { lastCallAt: now };
  const next = ctx.policy.remindAfter[reminders];
  if (next === undefined || now.getTime() < heldAt.getTime() + next) return undefined;
  return { reminders: reminders + 1 };
}
