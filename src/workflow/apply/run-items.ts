import pMap from 'p-map';
import { countByDoor } from '../../store/door-counts.ts';
import { itemsOfRun } from '../../store/item-moves.ts';
import type { ItemRow } from '../../store/items.ts';
import { findRequest } from '../../store/requests.ts';
import type { StoredPlan } from '../../store/stored-plan.ts';
import type { Context } from '../context.ts';
import { isShort } from '../enqueue.ts';
import { chunk, flow } from './flow.ts';
import { type Halt, haltOf } from './halt.ts';
import { CheckAgain, createPatience, DomoAway } from './patience.ts';
import { hasProductDoor, openProductDoor } from './product/product-run.ts';
import { writeNext } from './product/write-together.ts';
import { proveItems } from './prove-items.ts';
import { createReadAhead, mostAhead } from './read-ahead.ts';
import type { Run } from './run.ts';
import { settleRest } from './settle-item.ts';
import { createWriting } from './writing.ts';

/**
 * Works through the items that are not settled: the first alone, then in a flow, until done, stopped or aborted. `newOwnerSeen`: when
 * Domo last said that the incoming owner is active. Resolves to why the run ended by itself, if it did. Throws `Unplanned`.
 */
export async function runItems(
  ctx: Context,
  requestId: string,
  plan: StoredPlan,
  signal: AbortSignal,
  newOwnerSeen?: number,
): Promise<string | undefined> {
  const row = await findRequest(ctx.database.db, requestId);
  if (row?.state !== 'applying') return undefined;
  const priority = isShort(plan.items.size) ? 'short' : 'bulk';
  const over = new AbortController();
  const run: Run = {
    id: ctx.newId(),
    ctx,
    row,
    plan,
    signal,
    calls: { priority, signal: abortedLater(ctx, signal, over.signal) },
    patience: createPatience(ctx, row, signal),
    product: undefined,
    newOwnerSeen,
    readAhead: createReadAhead(ctx, row, { priority, signal: over.signal, once: true }),
    rewrites: [...ctx.timing.rewrites],
    doubted: new Map(),
    progress: createProgress(ctx, requestId),
  };
  try {
    run.product = await openProductDoor(run);
    return await workThrough(run);
  } catch (error) {
    if (signal.aborted) return undefined;
    if (!(error instanceof DomoAway)) throw error;
    await giveUp(run, error.message);
    return error.message;
  } finally {
    over.abort();
  }
}

async function workThrough(run: Run): Promise<string | undefined> {
  let ending: string | undefined;
  while (!run.signal.aborted && (await itemsOfRun(run.ctx.database.db, run.row.id, 1)).length > 0) {
    try {
      await run.patience.whilePaused();
      const halt = await haltOf(run);
      run.patience.checked();
      if (halt !== undefined) await settleRest(run.ctx, run.row, 'waiting', halt);
      if (halt?.noChores) {
        await settleRest(run.ctx, run.row, 'by_hand', { ...halt, state: 'refused' }, { butDoor: 'hand' });
      }
      if (halt?.byItself) ending = halt.reason;
      if (hasProductDoor(run) && (await writeNext(run, halt))) continue;
      if (halt !== undefined) await runBatch(run, await itemsOfRun(run.ctx.database.db, run.row.id, chunk), halt);
      else if ((await takenItems(run)) === 0) await firstAlone(run);
      else await flow(run);
    } catch (error) {
      // The next check finds `Stop`, or a new owner who is gone, and leaves all but what was being written.
      if (!(error instanceof CheckAgain)) throw error;
    }
  }
  return ending;
}

/** By this door: each has a first one of its own. */
async function takenItems({ ctx, row }: Run): Promise<number> {
  const doors = await countByDoor(ctx.database.db, row.id);
  return doors.find(({ door }) => door === 'public')?.taken ?? 0;
}

/** Of the others some are read while it is written and proved. */
async function firstAlone(run: Run): Promise<void> {
  const [first, ...others] = await itemsOfRun(run.ctx.database.db, run.row.id, 1 + mostAhead);
  if (first === undefined) return;
  const stop = run.readAhead.start(others);
  await runBatch(run, [first], undefined).finally(stop);
}

async function runBatch(run: Run, batch: ItemRow[], halt: Halt | undefined): Promise<void> {
  const writing = createWriting(run);
  const written = await pMap(batch, (item) => writing.write(item, halt), { concurrency: run.ctx.concurrency });
  await proveItems(
    run,
    written.filter((each) => each !== undefined),
  );
  writing.throwFailure();
}

async function giveUp({ ctx, row }: Run, reason: string): Promise<void> {
  await settleRest(ctx, row, 'waiting', { state: 'failed', reason });
  await settleRest(ctx, row, 'writing', {
    state: 'failed',
    reason: `${reason} I can't tell whether this one was changed.`,
  });
}

/** Aborts some seconds after `signal`, unless the run is `over` by then: a job's signal aborts also when the job has ended. */
function abortedLater(ctx: Context, signal: AbortSignal, over: AbortSignal): AbortSignal {
  const later = new AbortController();
  const giveUpSoon = () => {
    ctx.wait(ctx.timing.grace, over).then(
      () => later.abort(new Error('The app is stopping.')),
      () => undefined,
    );
  };
  if (signal.aborted) giveUpSoon();
  else signal.addEventListener('abort', giveUpSoon, { once: true, signal: over });
  return later.signal;
}

/** Asks for a repaint of the card, no more often than every `timing.progress` ms: Slack allows about 50 a minute in all. */
function createProgress(ctx: Context, requestId: string): () => Promise<void> {
  let last = ctx.now().getTime();
  return async () => {
    const now = ctx.now().getTime();
    if (now - last < ctx.timing.progress) return;
    last = now;
    await ctx.enqueue(ctx.database.db, 'paint', { requestId });
  };
}
