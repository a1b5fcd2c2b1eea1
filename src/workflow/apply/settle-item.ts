import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AuditEntry } from '../../audit/append.ts';
import { storable } from '../../audit/chain.ts';
import type { ShownAs } from '../../change/live-item.ts';
import type { unsettledStates } from '../../change/states.ts';
import type { Door, ItemState, Person } from '../../change/types.ts';
import { ruleForNewName } from '../../change/votes/rules.ts';
import { moveItem, moveItems, settleItems } from '../../store/item-moves.ts';
import type { ItemRow } from '../../store/items.ts';
import { lockRequest, type RequestRow } from '../../store/requests.ts';
import type { StoredPlan } from '../../store/stored-plan.ts';
import type { Context } from '../context.ts';
import { entryOf } from '../entry.ts';
import { refuseUnplanned } from './unplanned.ts';

/** What became of an item: how it ended, or that it is to be done by hand. `moved`: something else moved along. */
export interface ItemEnd {
  state: ItemState;
  reason?: string | undefined;
  toe?: string | undefined;
  moved?: boolean | undefined;
  /** For what is verified: how Domo showed it. A list, and the product API's reading of many, leave out columns and policies. */
  proof?: ShownAs | 'bulk' | undefined;
  /** To be done by hand: the dataset as it is now, where it was not read for a write. */
  seen?: unknown;
  /** Of what was done by hand: who had it, as the log tells. */
  holder?: Pick<Person, 'slackId'> | undefined;
}

export const gone: ItemEnd = { state: 'drifted', reason: 'The dataset is gone from Domo.' };

/** How an item ends whose dataset has another name now, for which a rule asks for more; undefined: none does. */
export function refusedByName({ policy }: Context, { datasetName }: ItemRow, name: string): ItemEnd | undefined {
  const rule = ruleForNewName(policy, datasetName, name);
  if (rule === undefined) return undefined;
  const reason = `Its name in Domo is now “${name}”, so the rule “${rule.name}” applies to it now. Request it again.`;
  return { state: 'refused', reason };
}

/** Says what became of an item, once, in the plan and in the audit log. Nothing, when another run of the job was faster. */
export async function settleItem(ctx: Context, row: RequestRow, item: ItemRow, end: ItemEnd): Promise<void> {
  const { state, reason, toe, moved = false, proof, seen, holder } = end;
  await ctx.database.transaction(async (tx) => {
    // Domo's words may hold what the database does not take.
    const words = storable({ reason: reason ?? null, toe: toe ?? null });
    const at = state === 'by_hand' ? { byHandAt: ctx.now() } : { settledAt: ctx.now() };
    const changes = { ...words, ...at, state, moved, ...(seen !== undefined && { seen: storable(seen) }) };
    if ((await moveItem(tx, item, changes)) === undefined) return;
    const door = item.byHandAt === null ? item.door : 'hand';
    await ctx.audit(tx, itemEntry(ctx, row, { ...item, door }, { event: `item_${state}`, reason, toe, proof, holder }));
  });
}

/** Says of items that were being written that Domo showed them as asked: the caller keeps to some at a time, in one transaction. */
export async function settleVerified(
  ctx: Context,
  row: RequestRow,
  written: ItemRow[],
  proof: ItemEnd['proof'] = 'listed',
): Promise<void> {
  await ctx.database.transaction(async (tx) => {
    const positions = written.map(({ position }) => position);
    const changes = { state: 'verified', reason: null, toe: null, moved: false, settledAt: ctx.now() } as const;
    const moved = await moveItems(tx, row.id, positions, ['writing'], changes);
    await ctx.audit(
      tx,
      moved.map((item) => itemEntry(ctx, row, item, { event: 'item_verified', proof })),
    );
  });
}

/**
 * Stores that a write is about to be sent: after a crash it is read before anything else. Undefined: another run has it in
 * hand. Throws `Unplanned`.
 */
export async function claimItem(
  { id, ctx, row, plan }: { id: string; ctx: Context; row: RequestRow; plan: StoredPlan },
  item: ItemRow,
  seen: unknown,
): Promise<ItemRow | undefined> {
  return ctx.database.transaction(async (tx) => {
    const claimed = await moveItem(tx, item, { state: 'writing', seen, run: id });
    if (claimed === undefined) return undefined;
    refuseUnplanned(plan, claimed);
    await ctx.audit(tx, itemEntry(ctx, row, claimed, { event: 'item_writing' }));
    return claimed;
  });
}

/** Takes a claim back: no write of ours has reached Domo. Undefined: another run has it in hand, and its write may have. */
export async function releaseItem(ctx: Context, row: RequestRow, item: ItemRow): Promise<ItemRow | undefined> {
  return ctx.database.transaction(async (tx) => {
    const released = await moveItem(tx, item, { state: 'waiting', seen: null });
    const { datasetId, datasetName } = item;
    if (released !== undefined) await ctx.audit(tx, entryOf(ctx, row, 'item_waiting', { datasetId, datasetName }));
    return released;
  });
}

/** Settles what is still in `from`, some at a time; nothing where another run has moved the request on. */
export async function settleRest(
  ctx: Context,
  row: RequestRow,
  from: (typeof unsettledStates)[number],
  { state, reason }: { state: 'stopped' | 'refused' | 'failed'; reason: string },
  which: { butDoor?: Door } = {},
): Promise<void> {
  for (let settled = 1; settled > 0; await nextTurn()) {
    settled = await ctx.database.transaction(async (tx) => {
      if ((await lockRequest(tx, row.id))?.state !== row.state) return 0;
      const items = await settleItems(tx, row.id, from, { state, reason, settledAt: ctx.now() }, which);
      if (items.length === 0) return 0;
      const detail = { from, reason, datasetIds: items.map((item) => item.datasetId) };
      await ctx.audit(tx, entryOf(ctx, row, `items_${state}`, detail));
      return items.length;
    });
  }
}

/** What the log says of one item. */
export function itemEntry(
  ctx: Context,
  row: RequestRow,
  { datasetId, datasetName, change, door }: ItemRow,
  { event, ...detail }: { event: string } & Pick<ItemEnd, 'reason' | 'toe' | 'proof' | 'holder'>,
): AuditEntry {
  const { before, after } = change;
  return entryOf(ctx, row, event, { datasetId, datasetName, door, before, after, ...detail });
}
