import { storable } from '../../audit/chain.ts';
import { askAlone } from '../../catalog/ask-alone.ts';
import { changedSince, type Known, type OutsideChange, shownBy } from '../../change/outside.ts';
import type { Kind } from '../../change/types.ts';
import type { DomoDataset } from '../../domo/types.ts';
import { type ActivityRow, noteRead, outsideChangesOf, plansOf, unreadActivity } from '../../store/activity.ts';
import type { Handle } from '../../store/database.ts';
import { findItem } from '../../store/items.ts';
import type { Context } from '../context.ts';

/** Datasets of one look: about one a second, so that nothing else waits for them. */
const most = 30;
const lines = 500;
/** Requests that named one dataset, of which one tells how it was last seen. */
const plans = 20;
/** A line that comes so long after our own write may still tell of it. */
const late = 30 * 60_000;

type PlanRow = Awaited<ReturnType<typeof plansOf>>[number];

/** Reads the datasets that the activity log named once more, a few at a time, and keeps what was changed beside the app. Throws `DomoError`. */
export async function readAgain(ctx: Context, signal: AbortSignal): Promise<void> {
  const unread = await unreadActivity(ctx.database.db, lines);
  const { userId } = await ctx.domo.identity({ signal });
  const byDataset = [...Map.groupBy(unread, ({ datasetId }) => datasetId)];
  for (const [datasetId, rows] of byDataset.slice(0, most)) {
    signal.throwIfAborted();
    const live = await askAlone(ctx.domo, datasetId, { signal });
    if (typeof live !== 'string') await ctx.catalog.note(live);
    await ctx.database.transaction((tx) => judge(ctx, tx, { datasetId, rows, live, ownId: userId }));
  }
}

interface Found {
  datasetId: string;
  rows: ActivityRow[];
  live: DomoDataset | 'absent' | 'refused';
  /** The Domo user as whom the app writes. */
  ownId: number;
}

async function judge(ctx: Context, tx: Handle, { datasetId, rows, live, ownId }: Found): Promise<void> {
  const planned = await plansOf(tx, datasetId, plans);
  // A run that has it in hand says itself what it found; the next look comes back to it.
  if (planned.some(({ requestState, state }) => requestState === 'applying' && ['waiting', 'writing'].includes(state)))
    return;
  const earlier = await outsideChangesOf(tx, datasetId, plans);
  const readAt = ctx.now();
  const changes = storable(await changesOf(tx, { datasetId, live }, planned, earlier));
  const others = rows.filter(({ by }) => by.id !== ownId);
  const told = (others.length > 0 ? others : rows).at(-1);
  await noteRead(
    tx,
    rows.map(({ digest }) => digest),
    { readAt },
  );
  if (changes.length > 0 && told !== undefined) return keepOutside(ctx, tx, { told, changes, planned, readAt });
  const own = planned.find((each) => isOurs(each, readAt));
  if (own === undefined) return;
  for (const row of rows.filter(({ by }) => by.id === ownId || own.door !== 'public')) {
    await noteRead(tx, [row.digest], { readAt, requestId: own.requestId });
    const { requestId, number } = own;
    await ctx.auditOfRun(tx, { event: 'domo_logged', requestId, number, detail: detailOf(row) });
  }
}

async function changesOf(
  tx: Handle,
  { datasetId, live }: Pick<Found, 'datasetId' | 'live'>,
  planned: PlanRow[],
  earlier: ActivityRow[],
): Promise<OutsideChange[]> {
  if (live === 'refused') return [];
  if (live === 'absent') {
    const isTold = earlier[0]?.changes.some(({ kind }) => kind === 'deleted');
    return isTold ? [] : [{ kind: 'deleted', shown: 'deleted', words: 'was deleted' }];
  }
  const owner = await lastKnown(tx, datasetId, 'owner', planned, earlier);
  const schema = await lastKnown(tx, datasetId, 'schema', planned, earlier);
  return changedSince({ owner, schema }, live);
}

/** As it was last seen: by a plan, by a run that proved what it wrote, or by an earlier look of this kind. */
async function lastKnown(
  tx: Handle,
  datasetId: string,
  kind: Kind,
  planned: PlanRow[],
  earlier: ActivityRow[],
): Promise<Known | undefined> {
  const [seen] = earlier.flatMap(({ changes, readAt }) =>
    changes.flatMap((each) => (each.kind === kind && readAt !== null ? [{ shown: each.shown, at: readAt }] : [])),
  );
  const plan = planned.find((each) => each.kind === kind);
  const when = plan && knownSince(plan);
  if (plan === undefined || when === undefined || (seen !== undefined && when.at < seen.at)) return seen;
  const item = await findItem(tx, plan.requestId, datasetId);
  if (item === undefined) return seen;
  const { change } = item;
  const columns = change.kind === 'schema' ? change[when.side] : undefined;
  return { shown: shownBy(change, when.side), columns };
}

/** Undefined: what a run found to be otherwise than planned, or a person is changing, is not known here. */
function knownSince({
  state,
  settledAt,
  pendingAt,
  moved,
}: PlanRow): { side: 'before' | 'after'; at: Date } | undefined {
  if (moved || ['drifted', 'unverified', 'by_hand'].includes(state)) return undefined;
  const isDone = state === 'verified' || state === 'already';
  const at = isDone ? settledAt : pendingAt;
  return at === null ? undefined : { side: isDone ? 'after' : 'before', at };
}

function isOurs({ state, settledAt }: PlanRow, now: Date): boolean {
  return state === 'verified' && settledAt !== null && now.getTime() - settledAt.getTime() < late;
}

interface Outside {
  told: ActivityRow;
  changes: OutsideChange[];
  planned: PlanRow[];
  readAt: Date;
}

/** In the log, and shown on every card that waits for a decision about the dataset. */
async function keepOutside(ctx: Context, tx: Handle, { told, changes, planned, readAt }: Outside): Promise<void> {
  await noteRead(tx, [told.digest], { readAt, changes });
  const open = planned.find(({ requestState }) => requestState === 'pending' || requestState === 'approved');
  const detail = { ...detailOf(told), changes };
  await ctx.auditOfRun(tx, { event: 'outside_change', requestId: open?.requestId, number: open?.number, detail });
  if (open !== undefined) await ctx.enqueue(tx, 'paint', { requestId: open.requestId });
}

/** As Domo tells it. */
function detailOf({ datasetId, action, by, saidAt, words }: ActivityRow): Record<string, unknown> {
  return { datasetId, action, by, saidAt, comment: words };
}
