import type { Door, PlanItem } from './types.ts';

/** What a dataset is, as the product API shows it. */
export interface Made {
  provider?: string | undefined;
  transport?: string | undefined;
  /** Through which its data comes in. */
  streamId?: number | undefined;
}

/**
 * By which door each dataset of a plan is written. The public API changes only what was made with it; a plan that needs the product door for
 * one dataset goes through it whole, since that door changes many in one call: all but what it doesn't show. `made`: absent where that door
 * isn't open. `refusedBefore`: by the public API, for what they are.
 */
export function withDoors(
  items: PlanItem[],
  { made, refusedBefore }: { made?: ReadonlyMap<string, Made> | undefined; refusedBefore: ReadonlySet<string> },
): PlanItem[] {
  const isPublic = ({ datasetId }: PlanItem) =>
    !refusedBefore.has(datasetId) && isMadeByApi(made?.get(datasetId) ?? {});
  const needsProduct = items.some((item) => made?.has(item.datasetId) && !isPublic(item));
  return items.map((item) => {
    const door: Door =
      needsProduct && made?.has(item.datasetId) ? 'product' : refusedBefore.has(item.datasetId) ? 'hand' : 'public';
    return door === 'public' ? item : { ...item, door };
  });
}

/** What isn't said is tried. */
function isMadeByApi({ provider, transport }: Made): boolean {
  return (transport ?? provider ?? 'api').toLowerCase() === 'api' || provider?.toLowerCase() === 'api';
}
