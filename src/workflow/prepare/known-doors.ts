import type { Kind, PlanItem } from '../../change/types.ts';
import { lastDoneByHand } from '../../store/hand-work.ts';
import type { Context } from '../context.ts';

/** So long it is remembered that Domo's API refuses a dataset, in ms: what it is may change. */
const rememberedFor = 90 * 24 * 60 * 60_000;
/** Datasets asked about in one statement. */
const atOnce = 200;

/** The plan's items, those that Domo's API refused before for what they are to be done by hand: said before anyone is asked. */
export async function withKnownDoors(ctx: Context, kind: Kind, items: PlanItem[]): Promise<PlanItem[]> {
  if (!(await ctx.database.allKnowByHand())) return items;
  const since = new Date(ctx.now().getTime() - rememberedFor);
  const known = new Set<string>();
  for (let at = 0; at < items.length; at += atOnce) {
    const ids = items.slice(at, at + atOnce).map(({ datasetId }) => datasetId);
    for (const id of await lastDoneByHand(ctx.database.db, kind, ids, since)) known.add(id);
  }
  return items.map((item) => {
    const isPublic = (item.door ?? 'public') === 'public';
    return isPublic && known.has(item.datasetId) ? { ...item, door: 'hand' } : item;
  });
}
