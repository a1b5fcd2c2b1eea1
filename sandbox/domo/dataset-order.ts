import type { WorldDataset } from './types.ts';

type Order = (a: WorldDataset, b: WorldDataset) => number;

const latestFirst: Order = (a, b) => compare(b.updatedAt, a.updatedAt);

/** The orders of `GET /v1/datasets` that anyone asks for, by their `sort`; Domo knows a dozen more. */
export const orders = {
  name: (a, b) => compare(a.name, b.name),
  lastTouched: latestFirst,
  lastUpdated: latestFirst,
  dataSourceId: () => 0,
} satisfies Record<string, Order>;
export type DatasetSort = keyof typeof orders;

/** Ids of all that are not deleted; those that are equal in this order, by id. */
export function sortIds(datasets: Iterable<WorldDataset>, sort: DatasetSort): string[] {
  const live = [...datasets].filter((dataset) => !dataset.deleted);
  const order: Order = orders[sort];
  return live.sort((a, b) => order(a, b) || compare(a.id, b.id)).map((dataset) => dataset.id);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
