import { storable } from '../../audit/chain.ts';
import { judgeBefore } from '../../change/live-item.ts';
import { applyDiff, diffSchema } from '../../change/schema/diff.ts';
import type { Change } from '../../change/types.ts';
import {
  DomoCredentialsError,
  DomoError,
  DomoKindError,
  DomoNotFoundError,
  DomoRefusedError,
} from '../../domo/errors.ts';
import type { DatasetUpdate, DomoDataset } from '../../domo/types.ts';
import type { ItemRow } from '../../store/items.ts';
import type { Halt } from './halt.ts';
import { CheckAgain } from './patience.ts';
import { isOutage, isUndone } from './pauses.ts';
import { readBeside } from './read-beside.ts';
import { readLive, seenBefore } from './read-live.ts';
import type { Run, Written } from './run.ts';
import { claimItem, gone, type ItemEnd, refusedByName, releaseItem, settleItem } from './settle-item.ts';
import { refuseUnplanned } from './unplanned.ts';

/** How far an attempt has come, for whoever has to say how it ended. */
interface Trail {
  item: ItemRow;
  /** The last write of ours may have reached Domo. */
  wrote: boolean;
  /** Any of them may have, and may still show. */
  sent: boolean;
}

/**
 * Reads, compares with *before*, and writes one item. Resolves to what must be proved, or undefined when the item is
 * settled without. With `halt` nothing is written: an item that was being written is only read.
 * Throws `DomoAway`, `CheckAgain`, `Unplanned`, and an abort's reason.
 */
export async function writeItem(run: Run, item: ItemRow, halt: Halt | undefined): Promise<Written | undefined> {
  refuseUnplanned(run.plan, item);
  const wrote = item.state === 'writing';
  const trail: Trail = { item, wrote, sent: wrote };
  try {
    return await attempt(run, trail, halt);
  } catch (error) {
    const end = endOf(error, trail);
    // Nobody waits for Domo while the app stops: the next start reads the item, and goes on from what it finds.
    const cutShort = run.calls.signal.aborted || (run.signal.aborted && isOutage(error));
    if (end === undefined || cutShort) throw error;
    await settleItem(run.ctx, run.row, trail.item, await byHandOrRefused(run, end));
    return undefined;
  }
}

async function attempt(run: Run, trail: Trail, halt: Halt | undefined): Promise<Written | undefined> {
  const { ctx, row, calls, patience } = run;
  const { datasetId, change } = trail.item;
  /** Where Domo asks to wait, each item may. */
  const waits = [...ctx.timing.rewrites];
  let final: DomoError | undefined;
  for (;;) {
    const mayWrite = halt === undefined && !trail.wrote;
    const { streams, masks = [], notes } = mayWrite ? await readBeside(run, trail.item) : {};
    const read = () => readLive(ctx, row.kind, datasetId, calls);
    const live = { ...((await run.readAhead.take(trail.item)) ?? (await patience.through(read))), notes };
    const judgement = judgeBefore(
      change,
      { ...live, streams, policies: [...(live.policies ?? []), ...masks] },
      trail.wrote,
    );
    if (judgement.next === 'settle') {
      // What our own, interrupted write did is proved like any other: nothing else may have moved.
      const seen = judgement.state === 'verified' ? await seenBefore(ctx, trail.item) : undefined;
      if (seen !== undefined) return { item: trail.item, seen };
      // What someone else did is news for searches and counts, too.
      await ctx.catalog.note(live);
      await settleItem(ctx, row, trail.item, judgement);
      return undefined;
    }
    trail.wrote = false;
    if (halt !== undefined) {
      await settleItem(ctx, row, trail.item, halt);
      return undefined;
    }
    const forbidden = refusedByName(ctx, trail.item, live.name);
    if (forbidden !== undefined) {
      await settleItem(ctx, row, trail.item, forbidden);
      return undefined;
    }
    if (trail.item.door !== 'public') {
      const end = { state: 'by_hand', reason: closedDoors[trail.item.door], seen: live } as const;
      await settleItem(ctx, row, trail.item, await byHandOrRefused(run, end));
      return undefined;
    }
    if (final !== undefined) throw final;
    // Hours may have gone by since the new owner was seen to be active.
    if (patience.waited()) throw new CheckAgain();
    // That an earlier write of ours has to be made again shows only now: what lies beside it was not looked at before this reading.
    if (!mayWrite && row.kind === 'schema') continue;
    const claimed = await claimItem(run, trail.item, storable(live));
    if (claimed === undefined) return undefined;
    trail.item = claimed;
    try {
      trail.wrote = true;
      // Each try of ours begins with a read, so the client makes none of its own.
      await ctx.domo.updateDataset(datasetId, updateFor(change, live), { ...calls, once: true });
      run.rewrites = [...ctx.timing.rewrites];
      return { item: claimed, seen: live };
    } catch (error) {
      if (error instanceof DomoRefusedError || error instanceof DomoNotFoundError) trail.wrote = false;
      if (!isOutage(error) || run.signal.aborted) throw error;
      if (!isUndone(error)) trail.sent = true;
      else if (!trail.sent) {
        trail.wrote = false;
        const released = await releaseItem(ctx, row, claimed);
        if (released === undefined) return undefined;
        trail.item = released;
      }
      if (error instanceof DomoCredentialsError) {
        await patience.sitOut(error);
        continue;
      }
      const pause = (isUndone(error) ? waits : run.rewrites).shift();
      // No write is tried again after this: one last read decides.
      if (pause === undefined) final = error;
      else await patience.waitFor(pause, error);
    }
  }
}

/** Name and description as just read, and the one changed field: what a PUT leaves out, Domo keeps. */
function updateFor(change: Change, live: DomoDataset): DatasetUpdate {
  const { name, description } = live;
  const kept = description === undefined ? { name } : { name, description };
  if (change.kind === 'owner') return { ...kept, owner: { id: change.after.id, name: change.after.name } };
  // Made anew from what Domo has now, so that whatever it keeps beside a column's name and type stays.
  const { before, after, renames } = change;
  const columns = applyDiff(live.schema?.columns ?? before, diffSchema(before, after, renames));
  return { ...kept, schema: { columns } };
}

const closedDoors = {
  hand: "Domo's API can't change it.",
  product: "The admin token that was to change it isn't there any more.",
};

/** An older release beside this one would take a request with something to do by hand for done. */
async function byHandOrRefused({ ctx }: Run, end: ItemEnd): Promise<ItemEnd> {
  return end.state !== 'by_hand' || (await ctx.database.allKnowByHand()) ? end : { ...end, state: 'refused' };
}

function endOf(error: unknown, { wrote }: Trail): ItemEnd | undefined {
  if (!(error instanceof DomoError) || error instanceof DomoCredentialsError) return undefined;
  const { message, toe } = error;
  if (wrote) return { state: 'unverified', reason: `${message} I can't tell whether Domo changed it.`, toe };
  if (error instanceof DomoNotFoundError) return { ...gone, toe };
  if (error instanceof DomoKindError) return { state: 'by_hand', reason: message, toe };
  return { state: error instanceof DomoRefusedError ? 'refused' : 'failed', reason: message, toe };
}
