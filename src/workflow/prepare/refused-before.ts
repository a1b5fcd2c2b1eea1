import type { Kind, PlanItem } from '../../change/types.ts';
import { lastDoneByHand } from '../../store/hand-work.ts';
import type { Context } from '../context.ts';

/** So long it is remembered that Domo's API refuses a dataset, in ms: what it is may change. */
const rememberedFor = 90 * 24 * 60 * 60_000;
/** Datasets asked about in one statement. */
const atOnce = 200;

/** Those of these datasets whose change Domo's API refused before for what they are; none where people can't be asked to do it. */
export async function refusedBefore(ctx: Context, kind: Kind, items: PlanItem[]): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  if (!(await ctx.database.allKnowByHand())) return known;
  const since = new Date(ctx.now().getTime() - rememberedFor);
  for (let at = 0; at < items.length; at += atOnce) {
    const ids = items.slice(at, at + atOnce).map(({ datasetId }) => datasetId);
    for (const id of await lastDoneByHand(ctx.database.db, kind, ids, since)) known.add(id);
  }
  return known;
}
