import { andMore } from '../../change/and-more.ts';
import type { Made } from '../../change/doors.ts';
import type { PlanItem } from '../../change/types.ts';
import { DomoError } from '../../domo/errors.ts';
import { coerceError } from '../../errors.ts';
import type { Context } from '../context.ts';

const named = 3;

/**
 * What stewards should know of the accounts that feed a plan's connector datasets, a sentence: they don't move along, and one of somebody who
 * leaves ends with them. Undefined: there are no such datasets, as far as can be seen.
 */
export async function accountWarning(
  ctx: Context,
  items: PlanItem[],
  made: ReadonlyMap<string, Made> | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  const fed = items.flatMap(({ datasetId }) => {
    const found = made?.get(datasetId);
    return found?.transport?.toUpperCase() === 'CONNECTOR' ? [found] : [];
  });
  if (fed.length === 0) return undefined;
  const streams = fed.flatMap(({ streamId }) => streamId ?? []);
  const owners = await ownersOf(ctx, streams, signal);
  const names: string[] = [];
  for (const id of owners) names.push((await ctx.catalog.owner(id))?.name ?? `Domo ID ${id}`);
  const of = names.length === 0 ? '' : ` (of ${andMore(names, named)})`;
  return fed.length === 1
    ? `1 dataset comes from a connector: the account that feeds it${of} doesn't move along.`
    : `${fed.length} datasets come from connectors: the accounts that feed them${of} don't move along.`;
}

/** Those that can be seen, each once. */
async function ownersOf({ product, logger }: Context, streams: number[], signal: AbortSignal): Promise<Set<number>> {
  try {
    const found = await product?.accountOwners(streams, { signal, priority: 'soon' });
    return new Set([...(found?.values() ?? [])].filter((owner) => owner !== undefined));
  } catch (error) {
    if (!(error instanceof DomoError)) throw error;
    logger.warn({ err: coerceError(error) }, 'whose accounts feed datasets could not be read');
    return new Set();
  }
}
