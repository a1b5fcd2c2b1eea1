import { setImmediate as nextTurn } from 'node:timers/promises';
import pMap from 'p-map';
import { z } from 'zod';
import { storable } from '../../audit/chain.ts';
import { judgeByHand } from '../../change/by-hand.ts';
import { movedFields } from '../../change/live-item.ts';
import type { Person } from '../../change/types.ts';
import { failedAsUndefined } from '../../domo/absent.ts';
import { DomoNotFoundError, DomoRefusedError } from '../../domo/errors.ts';
import type { CallOptions, DomoDataset } from '../../domo/types.ts';
import { itemsByHand } from '../../store/item-moves.ts';
import type { ItemRow } from '../../store/items.ts';
import type { RequestRow } from '../../store/requests.ts';
import { readLive, readNotesAgain, seenBefore } from '../apply/read-live.ts';
import { gone, type ItemEnd, settleItem } from '../apply/settle-item.ts';
import type { Context } from '../context.ts';
import { entryOf } from '../entry.ts';

/** Something that nobody has done yet, as Domo shows it. */
export interface StillOpen {
  item: ItemRow;
  /** The current owner's name; of a schema: undefined. */
  owner?: string | undefined;
  /** Columns are as asked, and may be put back by the next run of their source. */
  awaitsRun: boolean;
}

const page = 50;
const seenEvent = 'by_hand_seen';
/** `since`: when data had last come in; '' where Domo does not say. Null: the columns are as before again. */
const seenDetail = z.looseObject({ since: z.string().nullable() });

/** Reads all that is still to be done by hand, once, and says of what is done that it is. Throws `DomoError` when Domo is away. */
export async function readByHand(
  ctx: Context,
  row: RequestRow,
  holder: Person | undefined,
  options: CallOptions,
): Promise<StillOpen[]> {
  const open: StillOpen[] = [];
  for (let from = 0; ; await nextTurn()) {
    const items = await itemsByHand(ctx.database.db, row.id, from, page);
    const last = items.at(-1);
    if (last === undefined) return open;
    from = last.position + 1;
    const read = await pMap(items, (item) => readOne(ctx, row, item, holder, options), {
      concurrency: ctx.concurrency,
    });
    open.push(...read.filter((each) => each !== undefined));
  }
}

async function readOne(
  ctx: Context,
  row: RequestRow,
  item: ItemRow,
  holder: Person | undefined,
  options: CallOptions,
): Promise<StillOpen | undefined> {
  const live = await readShown(ctx, item, options);
  // Whoever took the app's right to read it away may give it back in time.
  if (live === 'unreadable') return { item, awaitsRun: false };
  if (live !== undefined) await ctx.catalog.note(live);
  const end = live === undefined ? gone : await endOf(ctx, row, item, live, { holder, options });
  if (end !== undefined && !('awaitsRun' in end)) {
    await settleItem(ctx, row, item, end);
    return undefined;
  }
  const owner = item.change.kind === 'owner' ? (live?.owner?.name ?? 'no one') : undefined;
  return { item, owner, awaitsRun: end !== undefined };
}

async function readShown(
  ctx: Context,
  { datasetId, change }: ItemRow,
  options: CallOptions,
): Promise<DomoDataset | 'unreadable' | undefined> {
  try {
    return await readLive(ctx, change.kind, datasetId, options);
  } catch (error) {
    if (error instanceof DomoNotFoundError) return undefined;
    if (error instanceof DomoRefusedError) return 'unreadable';
    throw error;
  }
}

/** Undefined: nobody has done it. */
async function endOf(
  ctx: Context,
  row: RequestRow,
  item: ItemRow,
  live: DomoDataset,
  { holder, options }: { holder: Person | undefined; options: CallOptions },
): Promise<ItemEnd | { awaitsRun: true } | undefined> {
  const since = item.change.kind === 'schema' ? await shownSince(ctx, row.id) : undefined;
  const judgement = judgeByHand(item.change, live, since);
  switch (judgement.done) {
    case 'yes':
      return { state: 'verified', proof: 'whole', reason: await movedBeside(ctx, item, live, options), holder };
    case 'otherwise':
      return judgement;
    case 'until its source runs':
      if (since === undefined) await noteShown(ctx, row, item, judgement.since);
      return { awaitsRun: true };
    case 'came back':
      await noteShown(ctx, row, item, undefined);
      return undefined;
    case 'not yet':
      return undefined;
  }
}

/** What else is not as it was when people were asked: by hand only what was asked for is proved. */
async function movedBeside(
  ctx: Context,
  item: ItemRow,
  live: DomoDataset,
  options: CallOptions,
): Promise<string | undefined> {
  const seen = await seenBefore(ctx, item);
  if (seen === undefined) return undefined;
  const notes = await failedAsUndefined(readNotesAgain(ctx, seen, options));
  const moved = movedFields(item.change, seen, storable({ ...live, notes }), 'whole');
  return moved.length === 0 ? undefined : `The ${moved.join(', ')} changed too.`;
}

/** As the audit log has it, since it decides what counts as done: when data had last come in as the new columns were first seen. */
async function shownSince(ctx: Context, requestId: string): Promise<string | undefined> {
  const newest = (await ctx.authenticEntries(ctx.database.db, requestId, [seenEvent])).at(-1);
  return newest === undefined ? undefined : (seenDetail.parse(newest.detail).since ?? undefined);
}

async function noteShown(
  ctx: Context,
  row: RequestRow,
  { datasetId }: ItemRow,
  since: string | undefined,
): Promise<void> {
  const entry = entryOf(ctx, row, seenEvent, { datasetId, since: since ?? null });
  await ctx.database.transaction((tx) => ctx.audit(tx, entry));
}
