import type { LiveDataset } from '../live-item.ts';
import type { Owner, PlanItem } from '../types.ts';
import { isShown } from './group.ts';
import { nameOfId } from './name-of-id.ts';

/** A dataset as it was just read, before it is known to belong into the plan. */
export type Candidate = LiveDataset & { id: string };

export interface OwnerPlan {
  items: PlanItem[];
  /** Asked for, but not the outgoing owner's now. */
  notTheirs: { datasetId: string; datasetName: string; why: string }[];
}

/** The plan of a hand-over: every dataset that `from` owns now goes to `to`; those under row security first, then by name. */
export function planOwnerChange(datasets: Iterable<Candidate>, from: Owner, to: Owner): OwnerPlan {
  const plan: OwnerPlan = { items: [], notTheirs: [] };
  for (const dataset of datasets) {
    const why = whyNot(dataset, from);
    if (why !== undefined) plan.notTheirs.push({ datasetId: dataset.id, datasetName: dataset.name, why });
    else plan.items.push(itemOf(dataset, from, to));
  }
  plan.items.sort(
    (a, b) =>
      Number(b.pdp) - Number(a.pdp) || compare(a.datasetName, b.datasetName) || compare(a.datasetId, b.datasetId),
  );
  return plan;
}

/** What a steward should know of the two owners, a sentence each. */
export function ownerWarnings(from: Owner, to: Owner, role?: string): string[] {
  const warnings: string[] = [];
  if (from.standing === 'unknown') {
    warnings.push(`Domo doesn't list ${from.name} as a person: a group, or an account that is gone.`);
  }
  if (from.email !== undefined && from.email.toLowerCase() === to.email?.toLowerCase()) {
    warnings.push(`Both owners have the same email. Check their Domo IDs: ${from.id} → ${to.id}.`);
  }
  if (mayNotOwn(role))
    warnings.push(`${to.name} has the role ${role} in Domo, which may not be allowed to own datasets.`);
  return warnings;
}

/** Roles whose people only look, as Domo describes them: whether it lets them own a dataset isn't documented. */
function mayNotOwn(role: string | undefined): boolean {
  return /^(participant|social)$/i.test(role?.trim() ?? '');
}

function whyNot(dataset: Candidate, from: Owner): string | undefined {
  if (dataset.deleted === true) return 'deleted in Domo';
  if (dataset.owner === undefined) return "Domo doesn't say who owns it";
  if (isShown(from.id, dataset.owner)) return undefined;
  return `owned by ${dataset.owner.name} (${nameOfId(dataset.owner.id)})`;
}

function itemOf(dataset: Candidate, from: Owner, to: Owner): PlanItem {
  return {
    datasetId: dataset.id,
    datasetName: dataset.name,
    pdp: dataset.pdpEnabled === true,
    change: { kind: 'owner', before: { id: from.id, name: from.name }, after: { id: to.id, name: to.name } },
  };
}

/** By code unit, so that the order is the same on every machine. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Whether the new owner's role became one of these since stewards were asked, who then weren't told. */
export function hasLostRole(now: string | undefined, then: string | undefined): boolean {
  return mayNotOwn(now) && !mayNotOwn(then);
}
