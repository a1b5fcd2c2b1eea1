import pMap from 'p-map';
import { storable } from '../../audit/chain.ts';
import { isAfter, movedFields, type ShownAs } from '../../change/live-item.ts';
import { DomoError, DomoNotFoundError, DomoRefusedError } from '../../domo/errors.ts';
import type { DomoDataset } from '../../domo/types.ts';
import type { ItemRow } from '../../store/items.ts';
import { readLive, readNotesAgain } from './read-live.ts';
import type { Run, Written } from './run.ts';
import { settleItem, settleVerified } from './settle-item.ts';
import { changedMore, deletedMeanwhile, notAsAsked, notesNotReadBack, notReadBack } from './unproved.ts';

/** Items settled in one transaction: Domo is not asked for anything meanwhile, and a longer one would hold up other work. */
const together = 10;
/** One in so many is read by itself: a list shows neither columns nor policies. */
const sampled = 100;
/** Where others change datasets meanwhile, ours are on later pages. */
const mostPages = 4;

/** What a read after the write showed. */
type Proof =
  | { proved: true; live: DomoDataset }
  | { proved: false; reason: string; moved: boolean; live?: DomoDataset };

/**
 * Proves written items by reads made after their PUTs answered: owners together by the list of what changed last, where it
 * shows them; the rest, and some in any case, by themselves. What Domo does not show as asked is read again for a minute, all of
 * it at the same times.
 */
export async function proveItems(run: Run, written: Written[]): Promise<void> {
  const listed = await lastUpdated(run, written);
  const proved: { item: ItemRow; live: DomoDataset }[] = [];
  const open = written.filter((each) => {
    const live = each.item.position % sampled === 0 ? undefined : listed.get(each.item.datasetId);
    if (live === undefined || !proofOf(each, live, 'listed').proved) return true;
    proved.push({ item: each.item, live });
    return false;
  });
  for (let at = 0; at < proved.length; at += together) {
    const some = proved.slice(at, at + together);
    await run.ctx.catalog.note(...some.map(({ live }) => live));
    await settleVerified(
      run.ctx,
      run.row,
      some.map(({ item }) => item),
    );
    await run.progress();
  }
  await proveAlone(run, open);
}

/** The datasets that Domo changed last: a page holds most of a batch of owners. The next is asked for while that costs less than reading each. */
async function lastUpdated(run: Run, written: Written[]): Promise<Map<string, DomoDataset>> {
  const shown = new Map<string, DomoDataset>();
  if (written[0]?.item.change.kind !== 'owner') return shown;
  const { ctx, patience, calls } = run;
  const wanted = new Set(written.map(({ item }) => item.datasetId));
  let offset = 0;
  try {
    for (let page = 0, found = 2; page < mostPages && found > 1 && wanted.size > 1; page += 1) {
      const rows = await patience.through(() => ctx.domo.datasetPage(offset, { ...calls, sort: 'lastUpdated' }));
      found = rows.filter(({ id }) => wanted.delete(id)).length;
      for (const row of rows) if (!shown.has(row.id)) shown.set(row.id, row);
      offset += rows.length;
    }
  } catch (error) {
    // A list that cannot be had proves nothing; each item is then read by itself.
    if (!(error instanceof DomoError) || calls.signal.aborted) throw error;
  }
  return shown;
}

async function proveAlone(run: Run, written: Written[]): Promise<void> {
  const { ctx, signal } = run;
  const pauses = [...ctx.timing.rereads];
  for (let open = written; open.length > 0; ) {
    const pause = pauses.shift();
    const proofs = await pMap(
      open,
      async (each) => {
        const proof = await readProof(run, each);
        const isSettled = proof.proved || pause === undefined;
        if (isSettled) await settle(run, each, proof);
        await run.progress();
        return isSettled;
      },
      { concurrency: ctx.concurrency },
    );
    open = open.filter((_, nth) => !proofs[nth]);
    run.doubted.delete(written);
    if (pause === undefined || open.length === 0) return;
    run.doubted.set(written, open.length);
    await ctx.wait(pause, signal);
  }
}

async function readProof(run: Run, written: Written): Promise<Proof> {
  const { ctx, patience, calls } = run;
  try {
    const { datasetId, change } = written.item;
    const live = await patience.through(() => readLive(ctx, change.kind, datasetId, calls));
    const proof = proofOf(written, live, 'whole');
    return proof.proved ? await proveNotes(run, written, live) : proof;
  } catch (error) {
    if (error instanceof DomoNotFoundError || error instanceof DomoRefusedError) {
      return { proved: false, reason: notReadBack(error), moved: false };
    }
    if (!(error instanceof DomoError) || run.signal.aborted) throw error;
    return {
      proved: false,
      reason: `Domo accepted it, but didn't respond when I read it back: ${error.message}`,
      moved: false,
    };
  }
}

/** That what is written about the columns is as it was, where it was read before: it lies beside the dataset. */
async function proveNotes({ ctx, signal, calls }: Run, written: Written, live: DomoDataset): Promise<Proof> {
  try {
    const notes = await readNotesAgain(ctx, written.seen, calls);
    return proofOf(written, { ...live, notes }, 'whole');
  } catch (error) {
    if (!(error instanceof DomoError) || signal.aborted) throw error;
    return { proved: false, reason: notesNotReadBack(error), moved: false, live };
  }
}

function proofOf({ item, seen }: Written, live: DomoDataset, shownAs: ShownAs): Proof {
  if (live.deleted === true) {
    return {
      proved: false,
      reason: deletedMeanwhile,
      moved: false,
      live,
    };
  }
  if (!isAfter(item.change, live))
    return { proved: false, reason: notAsAsked(item.change.kind, live), moved: false, live };
  const moved = movedFields(item.change, storable(seen), storable(live), shownAs);
  if (moved.length === 0) return { proved: true, live };
  return { proved: false, reason: changedMore(moved), moved: true, live };
}

async function settle(run: Run, { item }: Written, proof: Proof): Promise<void> {
  const { ctx, row } = run;
  // Searches and counts go by what Domo showed last, whatever the item is called.
  if (proof.live !== undefined) await ctx.catalog.note(proof.live);
  if (!proof.proved) {
    const { reason, moved } = proof;
    return settleItem(ctx, row, item, { state: 'unverified', reason, moved });
  }
  await settleItem(ctx, row, item, { state: 'verified', proof: 'whole' });
}
