import { storable } from '../../../audit/chain.ts';
import { isAfter, movedFields } from '../../../change/live-item.ts';
import { movedInSource } from '../../../change/live-source.ts';
import { absentAsUndefined } from '../../../domo/absent.ts';
import { DomoCredentialsError, DomoError } from '../../../domo/errors.ts';
import type { Datasource } from '../../../domo/product/types.ts';
import type { DomoDataset } from '../../../domo/types.ts';
import { type ItemEnd, settleItem, settleVerified } from '../settle-item.ts';
import { changedMore, deletedMeanwhile, notAsAsked, notReadBack } from '../unproved.ts';
import { notedAs, type ProductRun, type WrittenTogether } from './product-run.ts';
import { readTogether } from './read-together.ts';

/** What Domo said of each dataset that it was asked to change; one that is not in it, it said nothing of. */
export type Said = ReadonlyMap<string, 'yes' | { no: string | undefined }>;

/** Items settled in one transaction. */
const together = 10;

/**
 * Proves items by reads made after their write answered. One has succeeded only where Domo says so and shows it; what it does not show as
 * asked is read again for a minute. `whole`: the one item as the public API showed it before.
 */
export async function proveTogether(
  run: ProductRun,
  written: WrittenTogether[],
  said: Said,
  whole?: DomoDataset,
): Promise<void> {
  const pauses = [...run.ctx.timing.rereads];
  for (let open = written; open.length > 0; ) {
    const pause = pauses.shift();
    const shown = await readBack(run, open);
    const ends = open.map((each) => ({ ...each, ...endOf(each, said.get(each.item.datasetId), shown) }));
    const over = ends.filter(({ mayChange }) => !mayChange || pause === undefined);
    await settleAll(run, over, whole);
    open = ends.filter((each) => !over.includes(each));
    if (pause !== undefined && open.length > 0) await run.ctx.wait(pause, run.signal);
  }
}

type Shown = Map<string, Datasource | DomoError | undefined> | DomoError;

async function readBack(run: ProductRun, written: WrittenTogether[]): Promise<Shown> {
  try {
    return await readTogether(
      run,
      written.map(({ item }) => item),
    );
  } catch (error) {
    if (!(error instanceof DomoError) || error instanceof DomoCredentialsError || run.signal.aborted) throw error;
    return error;
  }
}

interface Ended extends WrittenTogether {
  end: ItemEnd;
  live?: Datasource | undefined;
}

/** `mayChange`: Domo may just be slow to show it. */
function endOf(
  { item, seen }: WrittenTogether,
  said: ReturnType<Said['get']>,
  shown: Shown,
): { end: ItemEnd; live?: Datasource; mayChange: boolean } {
  const live = shown instanceof DomoError ? shown : shown.get(item.datasetId);
  const unverified = (reason: string, mayChange: boolean, moved = false) => {
    const found = live instanceof DomoError ? undefined : live;
    return { end: { state: 'unverified', reason, moved } as const, ...(found && { live: found }), mayChange };
  };
  if (live instanceof DomoError) {
    return unverified(notReadBack(live), true);
  }
  if (live === undefined) {
    return unverified(deletedMeanwhile, false);
  }
  if (!isAfter(item.change, live)) {
    if (said === 'yes') return unverified(notAsAsked('owner', notedAs(live)), true);
    const reason = said?.no ?? 'Domo left the owner as it was and gave no reason.';
    return { end: { state: 'refused', reason }, live, mayChange: said === undefined };
  }
  if (said !== 'yes') return unverified("Domo shows it as asked, but didn't say that it changed it.", false);
  const moved = movedInSource(storable(seen), storable(live));
  if (moved.length > 0) return unverified(changedMore(moved), false, true);
  return { end: { state: 'verified', proof: 'bulk' }, live, mayChange: false };
}

async function settleAll(run: ProductRun, ended: Ended[], whole: DomoDataset | undefined): Promise<void> {
  const { ctx, row } = run;
  await ctx.catalog.note(...ended.flatMap(({ live }) => (live ? [notedAs(live)] : [])));
  const verified = ended.filter(({ end }) => end.state === 'verified');
  const [only] = verified;
  if (only !== undefined && whole !== undefined) {
    await settleItem(ctx, row, only.item, await provedWhole(run, only, whole));
  } else {
    for (let at = 0; at < verified.length; at += together) {
      const some = verified.slice(at, at + together).map(({ item }) => item);
      await settleVerified(ctx, row, some, 'bulk');
      await run.progress();
    }
  }
  for (const { item, end } of ended) if (end.state !== 'verified') await settleItem(ctx, row, item, end);
}

/** The first of a door: columns and row security must be as they were, too. */
async function provedWhole(run: ProductRun, { item, end }: Ended, before: DomoDataset): Promise<ItemEnd> {
  const { ctx, patience, calls } = run;
  const after = await absentAsUndefined(patience.through(() => ctx.domo.dataset(item.datasetId, calls)));
  if (after === undefined) return end;
  const moved = movedFields(item.change, storable(before), storable(after), 'whole');
  if (moved.length === 0) return { ...end, proof: 'whole' };
  return { state: 'unverified', reason: changedMore(moved), moved: true };
}
