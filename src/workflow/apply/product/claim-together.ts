import { storable } from '../../../audit/chain.ts';
import { moveItem } from '../../../store/item-moves.ts';
import type { ItemRow } from '../../../store/items.ts';
import { itemEntry, releaseItem } from '../settle-item.ts';
import { refuseUnplanned } from '../unplanned.ts';
import type { ProductRun, WrittenTogether } from './product-run.ts';

/** Stores of all of them, at once, that a write is about to be sent; without those that another run has in hand. Throws `Unplanned`. */
export async function claimTogether(run: ProductRun, ready: WrittenTogether[]): Promise<WrittenTogether[]> {
  const { id, ctx, row, plan } = run;
  return ctx.database.transaction(async (tx) => {
    const claimed: WrittenTogether[] = [];
    for (const { item, seen } of ready) {
      const moved = await moveItem(tx, item, { state: 'writing', seen: storable(seen), run: id });
      if (moved === undefined) continue;
      refuseUnplanned(plan, moved);
      claimed.push({ item: moved, seen });
    }
    const entries = claimed.map(({ item }) => itemEntry(ctx, row, item, { event: 'item_writing' }));
    if (entries.length > 0) await ctx.audit(tx, entries);
    return claimed;
  });
}

/** Takes the claims back, since nothing reached Domo; what an earlier write of ours may still have changed stays claimed. */
export async function releaseTogether(
  { ctx, row }: ProductRun,
  ready: WrittenTogether[],
  claimed: WrittenTogether[],
): Promise<ItemRow[]> {
  const before = new Map(ready.map(({ item }) => [item.position, item.state]));
  const items: ItemRow[] = [];
  for (const { item } of claimed) {
    const released = before.get(item.position) === 'waiting' ? await releaseItem(ctx, row, item) : item;
    if (released !== undefined) items.push(released);
  }
  return items;
}
