import { isShown } from '../../change/owner/group.ts';
import { schemaEqual } from '../../change/schema/diff.ts';
import type { ItemState } from '../../change/types.ts';
import { touchOf } from '../../change/uses.ts';
import { absentAsUndefined } from '../../domo/absent.ts';
import { changedLater, itemPages, itemsFrom } from '../../store/items.ts';
import { findRequest, followUpsOf, lockRequest, moveRequest, type RequestRow } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import type { JobPayload } from '../enqueue.ts';
import { entryOf } from '../entry.ts';
import { readFacts } from '../facts.ts';
import { readUses } from '../prepare/read-uses.ts';
import { ownersOverwritten, type SchemaNow, schemaOverwritten } from '../tell/sentences.ts';

const mayHaveChanged: readonly ItemState[] = ['writing', 'verified', 'already', 'unverified'];
/** What the request has put there. */
const done: readonly ItemState[] = ['verified', 'already'];

/** A change that Domo does not show any more: a sentence for people, and what the log keeps. */
interface Overwritten {
  problem: string;
  detail: Record<string, unknown>;
}

/**
 * Reads what a request changed once more, at each time of `recheck_after`: a connector, a DataFlow or a person may have written
 * something else since. Card, thread, requester and the dataset's owner hear of it once. Throws `DomoError`, for the job to be
 * tried again; ends when `signal` aborts.
 */
export async function recheck(ctx: Context, { requestId }: JobPayload<'recheck'>, signal: AbortSignal): Promise<void> {
  const row = await findRequest(ctx.database.db, requestId);
  if (row?.state !== 'applied' && row?.state !== 'partly_applied') return;
  const found = row.kind === 'schema' ? await schemaNow(ctx, row) : await ownersNow(ctx, row, signal);
  if (found === 'changed since by us') return;
  const removal = found === undefined ? await removalOf(ctx, row) : undefined;
  await ctx.database.transaction(async (tx) => {
    // Locked, since another reading may end at the same time: of the two, one tells of it.
    await lockRequest(tx, requestId);
    const events = await ctx.authenticEntries(tx, requestId, [`${row.kind}_overwritten`]);
    const event = `${row.kind}_${found === undefined ? 'rechecked' : 'overwritten'}`;
    await ctx.audit(tx, entryOf(ctx, row, event, found?.detail));
    if (removal === 'wait') {
      const startAfter = new Date(ctx.now().getTime() + ctx.timing.watch);
      await ctx.enqueue(tx, 'recheck', { requestId }, { startAfter });
    } else if (removal !== undefined) await ctx.enqueue(tx, 'tell', { requestId, about: removal });
    if (found === undefined || events.length > 0) return;
    await moveRequest(tx, requestId, row.state, { problem: found.problem });
    await ctx.enqueue(tx, 'paint', { requestId });
    for (const to of ['thread', 'requester', 'owner'] as const) {
      await ctx.enqueue(tx, 'tell', { requestId, about: 'overwritten', to });
    }
  });
}

/** A column that is still used this long after its successor came is left to people. */
const watchedFor = 90 * 24 * 60 * 60_000;

/**
 * What to do about columns that stay beside their successors, while nobody has asked for their removal: tell the requester that nothing uses
 * them any more (`unused`), or that this can't be seen (`removal`); or `wait`, after the last time of `recheck_after`.
 */
async function removalOf(ctx: Context, row: RequestRow): Promise<'removal' | 'unused' | 'wait' | undefined> {
  const successors = readFacts(row.facts).schema?.successors;
  if (successors === undefined) return undefined;
  const later = await followUpsOf(ctx.database.db, row.id);
  if (later.some(({ purpose }) => purpose === 'removal' || purpose === 'undo')) return undefined;
  const [item] = await itemsFrom(ctx.database.db, row.id, 0, 1);
  if (item === undefined) return undefined;
  const columns = successors.map(({ of }) => of);
  const uses = await readUses(ctx, { id: item.datasetId, columns }, {});
  if (uses === undefined) return 'removal';
  const old = new Set(columns);
  if (!uses.some((use) => touchOf(use, old) === 'sure')) return 'unused';
  const since = ctx.now().getTime() - (row.settledAt ?? row.createdAt).getTime();
  return since >= Math.max(0, ...ctx.policy.recheckAfter) && since < watchedFor ? 'wait' : undefined;
}

async function schemaNow(ctx: Context, row: RequestRow): Promise<Overwritten | undefined | 'changed since by us'> {
  const [item] = await itemsFrom(ctx.database.db, row.id, 0, 1);
  if (item?.change.kind !== 'schema') return undefined;
  const { datasetId, change } = item;
  // A later change of ours is no news; one that came to nothing has changed nothing.
  const later = await changedLater(ctx.database.db, row, [datasetId], mayHaveChanged);
  if (later.has(datasetId)) return 'changed since by us';
  const live = await absentAsUndefined(ctx.domo.dataset(datasetId));
  const columns = live?.deleted === true ? undefined : live?.schema?.columns;
  if (columns === undefined || schemaEqual(columns, change.after)) return undefined;
  const nowShows: SchemaNow = schemaEqual(columns, change.before) ? 'before' : 'other';
  return { problem: schemaOverwritten(nowShows), detail: { datasetId, nowShows, columns } };
}

async function ownersNow(ctx: Context, row: RequestRow, signal: AbortSignal): Promise<Overwritten | undefined> {
  const { to } = readFacts(row.facts);
  if (to === undefined) return undefined;
  const moved: { datasetId: string; datasetName: string; owner: { id: number; name: string } }[] = [];
  for await (const page of itemPages(ctx.database.db, row.id)) {
    const ours = page.filter(({ state }) => done.includes(state));
    const later = await changedLater(
      ctx.database.db,
      row,
      ours.map(({ datasetId }) => datasetId),
      mayHaveChanged,
    );
    for (const { datasetId, datasetName } of ours.filter((item) => !later.has(item.datasetId))) {
      const owner = await ownerNow(ctx, datasetId, signal);
      if (owner !== undefined && !isShown(to.id, owner)) moved.push({ datasetId, datasetName, owner });
    }
  }
  if (moved.length === 0) return undefined;
  return { problem: ownersOverwritten(moved), detail: { moved } };
}

/** Undefined: the dataset is gone, or shows no owner. */
async function ownerNow(ctx: Context, datasetId: string, signal: AbortSignal) {
  const live = await absentAsUndefined(ctx.domo.dataset(datasetId, { signal }));
  return live === undefined || live.deleted === true ? undefined : live.owner;
}
