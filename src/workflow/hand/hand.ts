import { changeHandWork, countByHand, handWorkOf } from '../../store/hand-work.ts';
import { releaseSettled } from '../../store/holds.ts';
import { itemsOfRun } from '../../store/item-moves.ts';
import { countItems } from '../../store/items.ts';
import { findRequest, lockRequest, type RequestRow } from '../../store/requests.ts';
import { planUnlessTampered } from '../apply/approved-plan.ts';
import { finish } from '../apply/finish.ts';
import { settleItem, settleRest } from '../apply/settle-item.ts';
import type { Context } from '../context.ts';
import type { JobPayload } from '../enqueue.ts';
import { isStopped } from '../stopped.ts';
import { nextRead } from './next-read.ts';
import { holderOf } from './people.ts';
import { readByHand, type StillOpen } from './read-by-hand.ts';

/** What came of a read: how many are done of those that people were asked to do, and what is still open. */
export interface HandCheck {
  done: number;
  asked: number;
  open: StillOpen[];
}

/** Reads Domo when it is time to: the policy's `paused` and the day that a run has are nothing to it. Throws `DomoError`. */
export async function hand(ctx: Context, { requestId }: JobPayload<'hand'>, signal: AbortSignal): Promise<void> {
  const [row, work] = [await findRequest(ctx.database.db, requestId), await handWorkOf(ctx.database.db, requestId)];
  if (row === undefined || work === undefined) return;
  if (work.nextReadAt > ctx.now() && !(await isStopped(ctx, requestId))) return;
  await checkByHand(ctx, row, { signal });
}

/**
 * Looks whether people have done it, gives up what they had time enough for, and settles the request once nothing is left. Undefined: the
 * request waits for nobody. Throws `DomoError` when Domo is away.
 */
export async function checkByHand(
  ctx: Context,
  row: RequestRow,
  options: { signal?: AbortSignal; priority?: 'person' },
): Promise<HandCheck | undefined> {
  const q = ctx.database.db;
  const work = await handWorkOf(q, row.id);
  if (work === undefined || row.state !== 'applying') return undefined;
  // Its run is not over: somebody changed the tables.
  if ((await itemsOfRun(q, row.id, 1)).length > 0) return undefined;
  if ((await planUnlessTampered(ctx, row)) === undefined) return undefined;
  const isLate = ctx.now() >= work.until;
  const isVeryLate = ctx.now().getTime() >= work.until.getTime() + ctx.timing.giveUpAfter;
  const holder = await holderOf(ctx, q, work);
  let open: StillOpen[] = [];
  if (!isVeryLate && !(await isStopped(ctx, row.id))) open = await readByHand(ctx, row, holder, options);
  if (isVeryLate)
    await settleRest(ctx, row, 'by_hand', { state: 'failed', reason: "Domo didn't respond when I checked." });
  else if (isLate) await giveUp(ctx, row, open);
  await goOn(ctx, row.id, work.reads);
  return { ...(await countByHand(q, row.id)), open };
}

/** Time is up. Columns that are as asked may still be put back by their source: that is not known. */
async function giveUp(ctx: Context, row: RequestRow, open: StillOpen[]): Promise<void> {
  const reason = "Domo shows the new columns, but its source hasn't run since: it may put the old ones back.";
  for (const { item } of open.filter(({ awaitsRun }) => awaitsRun)) {
    await settleItem(ctx, row, item, { state: 'unverified', reason });
  }
  await settleRest(ctx, row, 'by_hand', {
    state: 'refused',
    reason: "Domo's API can't change it, and no one did it in time.",
  });
}

/** Settles the request if nothing is left, else says when Domo is read again. */
async function goOn(ctx: Context, requestId: string, reads: number): Promise<void> {
  const isOver = await ctx.database.transaction(async (tx) => {
    const row = await lockRequest(tx, requestId);
    if (row?.state !== 'applying') return false;
    if ((await countItems(tx, requestId)).by_hand === 0 || (await isStopped(ctx, requestId, tx))) return true;
    await releaseSettled(tx, requestId);
    const nextReadAt = nextRead(ctx, reads);
    await changeHandWork(tx, requestId, { nextReadAt, reads: reads + 1 });
    await ctx.enqueue(tx, 'paint', { requestId });
    return false;
  });
  if (!isOver) return;
  const problem = (await findRequest(ctx.database.db, requestId))?.problem;
  await finish(ctx, requestId, problem ?? undefined);
}
