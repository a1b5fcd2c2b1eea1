import type { PlanItem } from '../../change/types.ts';
import type { Context } from '../context.ts';
import type { RequestFacts } from '../facts.ts';

/** What of a plan may be taken for something else by its name, at the moment at which it is frozen. */
export interface Alike {
  /** Ids of its datasets. */
  datasets: ReadonlySet<string>;
  /** Domo ids of its people; absent: none. */
  people?: number[] | undefined;
}

/** Looks through the plan, the names that it has, and all of the local copy. */
export async function findAlike(
  { catalog }: Pick<Context, 'catalog'>,
  items: PlanItem[],
  { from, to, datasetOwner }: Pick<RequestFacts, 'from' | 'to' | 'datasetOwner'>,
): Promise<Alike> {
  const people = [from, to, datasetOwner].filter((person) => person !== undefined);
  const named = items.map(({ datasetId, datasetName }) => ({ id: datasetId, name: datasetName }));
  const alike = await catalog.ownersAlike(people);
  return { datasets: await catalog.datasetsAlike(named), people: alike.size === 0 ? undefined : [...alike] };
}
