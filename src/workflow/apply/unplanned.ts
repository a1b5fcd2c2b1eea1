import { itemDigest } from '../../change/fingerprint.ts';
import type { PlanItem } from '../../change/types.ts';
import type { StoredPlan } from '../../store/stored-plan.ts';

/** An item is not in the plan that was approved, or is there with something else. */
export class Unplanned extends Error {
  override readonly name = 'Unplanned';

  constructor(datasetId: string) {
    super(`The stored plan for dataset ${datasetId} isn't the one that was approved.`);
  }
}

/** Throws `Unplanned` when somebody put this item among the others, or changed it, since the plan was proved. */
export function refuseUnplanned(plan: StoredPlan, item: PlanItem): void {
  if (plan.items.get(item.datasetId)?.digest !== itemDigest(item)) throw new Unplanned(item.datasetId);
}
