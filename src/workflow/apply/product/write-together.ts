import { judgeBefore } from '../../../change/live-item.ts';
import { typeAndNumber } from '../../../change/owner/group.ts';
import { absentAsUndefined } from '../../../domo/absent.ts';
import { DomoCredentialsError, DomoError, DomoNotFoundError } from '../../../domo/errors.ts';
import type { Datasource } from '../../../domo/product/types.ts';
import type { DomoDataset } from '../../../domo/types.ts';
import { countByDoor } from '../../../store/door-counts.ts';
import { itemsOfRun } from '../../../store/item-moves.ts';
import type { ItemRow } from '../../../store/items.ts';
import { type Halt, stopOf } from '../halt.ts';
import { CheckAgain } from '../patience.ts';
import { isOutage, isUndone } from '../pauses.ts';
import { seenBefore } from '../read-live.ts';
import { gone, type ItemEnd, refusedByName, settleItem } from '../settle-item.ts';
import { refuseUnplanned } from '../unplanned.ts';
import { claimTogether, releaseTogether } from './claim-together.ts';
import { notedAs, type ProductRun, type WrittenTogether } from './product-run.ts';
import { proveTogether, type Said } from './prove-together.ts';
import { readTogether } from './read-together.ts';

/** As many as Domo changes in one call. */
const together = 50;

/** Whether the next items of the product door were written: the first one alone, until one was proved. False: none is left. */
export async function writeNext(run: ProductRun, halt: Halt | undefined): Promise<boolean> {
  const { database } = run.ctx;
  const counts = await countByDoor(database.db, run.row.id);
  const isFirst = !counts.some(({ door, taken }) => door === 'product' && taken > 0);
  const items = await itemsOfRun(database.db, run.row.id, isFirst ? 1 : together, 'product');
  if (items.length === 0) return false;
  await writeTogether(run, items, { halt, isFirst });
  await run.progress();
  return true;
}

interface How {
  /** Nothing is written: what was being written is only read. */
  halt?: Halt | undefined;
  /** It goes alone, with whole reads before and after. */
  isFirst?: boolean;
}

/**
 * Reads, compares with *before*, and writes some items in one call. What Domo doesn't answer stays `writing`, or as it was where surely
 * nothing reached Domo: whoever comes to it next reads first. What Domo refuses as a whole is tried in halves, then one by one.
 */
async function writeTogether(run: ProductRun, items: ItemRow[], how: How): Promise<void> {
  for (const item of items) refuseUnplanned(run.plan, item);
  const ready = await readyOnes(run, items, how.halt);
  if (ready === 'apart') return apart(run, items, how);
  if (ready.length === 0) return;
  // Hours may have gone by since all that forbids a write was looked at.
  const { patience, ctx } = run;
  if (patience.waited() || ctx.policyNow().paused || (await stopOf(run)) !== undefined) throw new CheckAgain();
  const whole = how.isFirst && ready[0] ? await wholeRead(run, ready[0].item) : undefined;
  const claimed = await claimTogether(run, ready);
  const [first] = claimed;
  if (first === undefined) return;
  const said = await reassign(run, ready, claimed);
  if (said === 'apart') await apart(run, await releaseTogether(run, ready, claimed), how);
  else if (said !== 'nothing') await proveTogether(run, claimed, said, whole);
}

/** One after the other, in two halves: whether one of them spoils all can't be told. */
async function apart(run: ProductRun, items: ItemRow[], { halt }: How): Promise<void> {
  const middle = Math.ceil(items.length / 2);
  for (const half of [items.slice(0, middle), items.slice(middle)]) {
    if (run.signal.aborted) return;
    if (half.length > 0) await writeTogether(run, half, { halt });
  }
}

/** Those that Domo shows as the plan has them; the others are settled. `apart`: some of them can't be read together. */
async function readyOnes(
  run: ProductRun,
  items: ItemRow[],
  halt: Halt | undefined,
): Promise<WrittenTogether[] | 'apart'> {
  const read = await readTogether(run, items).catch((error: unknown) => {
    if (!(error instanceof DomoError) || error instanceof DomoCredentialsError || run.signal.aborted) throw error;
    return error;
  });
  const [only] = items;
  if (read instanceof DomoError) {
    if (items.length > 1 || only === undefined) return 'apart';
    await settleItem(run.ctx, run.row, only, endOf(only, read));
    return [];
  }
  const ready: WrittenTogether[] = [];
  for (const item of items) {
    const live = read.get(item.datasetId);
    if (live instanceof Error || live === undefined) {
      await settleItem(run.ctx, run.row, item, endOf(item, live));
    } else if (await isReady(run, item, live, halt)) ready.push({ item, seen: live });
  }
  return ready;
}

async function isReady(run: ProductRun, item: ItemRow, live: Datasource, halt: Halt | undefined): Promise<boolean> {
  const { ctx, row } = run;
  const judgement = judgeBefore(item.change, live, item.state === 'writing');
  if (judgement.next === 'settle') {
    const seen = judgement.state === 'verified' ? await seenBefore<Datasource>(ctx, item) : undefined;
    // What our own, interrupted write did is proved like any other.
    if (seen !== undefined) {
      await proveTogether(run, [{ item, seen }], new Map([[item.datasetId, 'yes']]));
      return false;
    }
    await ctx.catalog.note(notedAs(live));
    await settleItem(ctx, row, item, judgement);
    return false;
  }
  const end = halt ?? refusedByName(ctx, item, live.name);
  if (end === undefined) return true;
  await settleItem(ctx, row, item, end);
  return false;
}

/** What the public API shows of the first one, columns and row security too, where it shows it at all. */
async function wholeRead({ ctx, patience, calls }: ProductRun, item: ItemRow): Promise<DomoDataset | undefined> {
  return absentAsUndefined(patience.through(() => ctx.domo.dataset(item.datasetId, calls)));
}

/** What Domo says of each. `nothing`: it did not answer, so that they are read before anything else. */
async function reassign(
  run: ProductRun,
  ready: WrittenTogether[],
  claimed: WrittenTogether[],
): Promise<Said | 'nothing' | 'apart'> {
  const { ctx, patience, product, calls } = run;
  const ids = claimed.map(({ item }) => item.datasetId);
  try {
    const answer = await product.reassign(ids, newOwner(claimed), { ...calls, once: true });
    run.rewrites = [...ctx.timing.rewrites];
    const said = new Map<string, 'yes' | { no: string | undefined }>(answer.successful.map((id) => [id, 'yes']));
    for (const { id, reason } of answer.failed)
      said.set(id, { no: reason && `Domo refused to change the owner: ${reason}.` });
    return said;
  } catch (error) {
    if (!(error instanceof DomoError) || run.signal.aborted) throw error;
    const { message } = error;
    if (!isOutage(error)) return claimed.length > 1 ? 'apart' : new Map(ids.map((id) => [id, { no: message }]));
    if (isUndone(error)) await releaseTogether(run, ready, claimed);
    if (error instanceof DomoCredentialsError) await patience.sitOut(error);
    else await tryLater(run, claimed, error);
    return 'nothing';
  }
}

/** After the last try one more read decides. */
async function tryLater(run: ProductRun, claimed: WrittenTogether[], error: DomoError): Promise<void> {
  const pause = run.rewrites.shift();
  if (pause !== undefined) return run.patience.waitFor(pause, error);
  const items = await itemsOfRun(run.ctx.database.db, run.row.id, together, 'product');
  const ours = new Set(claimed.map(({ item }) => item.position));
  const some = items.filter(({ position }) => ours.has(position));
  await writeTogether(run, some, { halt: { state: 'failed', reason: error.message, byItself: false } });
}

function newOwner([first]: WrittenTogether[]): ReturnType<typeof typeAndNumber> {
  if (first?.item.change.kind !== 'owner') throw new Error('Columns are never written through the product API.');
  return typeAndNumber(first.item.change.after.id);
}

function endOf({ state }: ItemRow, error: DomoError | undefined): ItemEnd {
  if (error === undefined || error instanceof DomoNotFoundError) {
    return { ...gone, toe: error?.toe };
  }
  const { message, toe } = error;
  if (state === 'writing') {
    return { state: 'unverified', reason: `${message} I can't tell whether Domo changed it.`, toe };
  }
  return { state: isOutage(error) ? 'failed' : 'refused', reason: message, toe };
}
