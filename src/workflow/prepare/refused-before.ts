import type { Kind } from '../../change/types.ts';
import { lastDoneByHand } from '../../store/hand-work.ts';
import type { Context } from '../context.ts';

/** So long it is remembered that Domo's API refuses a dataset, in ms: what it is may change. */
const rememberedFor = 90 * 24 * 60 * 60_000;
/** Datasets asked about in one statement. */
const atOnce = 200;

/** Those of these datasets whose change Domo's API refused before for what they are; none where people can't be asked to do it. */
export async function refusedBefore(
  ctx: Pick<Context, 'database' | 'now'>,
  kind: Kind,
  datasetIds: string[],
): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  if (!(await ctx.database.allKnowByHand())) return known;
  const since = new Date(ctx.now().getTime() - rememberedFor);
  for (let at = 0; at < datasetIds.length; at += atOnce) {
    const some = datasetIds.slice(at, at + atOnce);
    for (const id of await lastDoneByHand(ctx.database.db, kind, some, since)) known.add(id);
  }
  return known;
}
