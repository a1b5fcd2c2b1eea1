import { isGroup } from './owner/group.ts';
import type { Change, Door, PlanItem } from './types.ts';

/** What a dataset is, as the product API shows it. */
export interface Made {
  provider?: string | undefined;
  transport?: string | undefined;
  /** Through which its data comes in. */
  streamId?: number | undefined;
}

/**
 * By which door each dataset of a plan is written. The public API changes only what was made with it; a plan that needs the product door for
 * one dataset goes through it whole, since that door changes many in one call: all but what it doesn't show. The public API knows no
 * groups. `made`: absent where that door isn't open. `refusedBefore`: by the public API, for what they are.
 */
export function withDoors(
  items: PlanItem[],
  { made, refusedBefore }: { made?: ReadonlyMap<string, Made> | undefined; refusedBefore: ReadonlySet<string> },
): PlanItem[] {
  const isPublic = ({ datasetId, change }: PlanItem) =>
    !refusedBefore.has(datasetId) && isMadeByApi(made?.get(datasetId) ?? {}) && !isOfGroup(change);
  const needsProduct = items.some((item) => made?.has(item.datasetId) && !isPublic(item));
  return items.map((item) => {
    const byHand = refusedBefore.has(item.datasetId) || isToGroup(item.change);
    const door: Door = needsProduct && made?.has(item.datasetId) ? 'product' : byHand ? 'hand' : 'public';
    return door === 'public' ? item : { ...item, door };
  });
}

function isOfGroup(change: Change): boolean {
  return change.kind === 'owner' && (isGroup(change.before.id) || isGroup(change.after.id));
}

function isToGroup(change: Change): boolean {
  return change.kind === 'owner' && isGroup(change.after.id);
}

/** Whether the public API made it, and so changes it. What isn't said is tried. */
export function isMadeByApi({ provider, transport }: Made): boolean {
  return (transport ?? provider ?? 'api').toLowerCase() === 'api' || provider?.toLowerCase() === 'api';
}
