import { isShown } from '../../change/owner/group.ts';
import { schemaEqual } from '../../change/schema/diff.ts';
import type { ItemState } from '../../change/types.ts';
import { absentAsUndefined } from '../../domo/absent.ts';
import type { Handle } from '../../store/database.ts';
import { changedLater, itemPages, itemsFrom } from '../../store/items.ts';
import { findRequest, followUpsOf, moveRequest, type RequestRow } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import type { JobPayload } from '../enqueue.ts';
import { readFacts } from '../facts.ts';
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
  await ctx.database.transaction(async (tx) => {
    const events = await ctx.authenticEntries(tx, requestId, [`${row.kind}_overwritten`]);
    await ctx.audit(tx, {
      event: found === undefined ? `${row.kind}_rechecked` : `${row.kind}_overwritten`,
      requestId,
      number: row.number,
      policyHash: ctx.policy.hash,
      detail: found?.detail ?? {},
    });
    if (found === undefined && (await mayRemove(tx, row)))
      await ctx.enqueue(tx, 'tell', { requestId, about: 'removal' });
    if (found === undefined || events.length > 0) return;
    await moveRequest(tx, requestId, row.state, { problem: found.problem });
    await ctx.enqueue(tx, 'paint', { requestId });
    for (const to of ['thread', 'requester', 'owner'] as const) {
      await ctx.enqueue(tx, 'tell', { requestId, about: 'overwritten', to });
    }
  });
}

/** Whether columns stay beside their successors, and nobody asked for their removal yet. */
async function mayRemove(q: Handle, { id, facts }: RequestRow): Promise<boolean> {
  if (readFacts(facts).schema?.successors === undefined) return false;
  return (await followUpsOf(q, id)).every(({ purpose }) => purpose !== 'removal' && purpose !== 'undo');
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
