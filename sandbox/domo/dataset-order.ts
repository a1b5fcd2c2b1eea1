import type { WorldDataset } from './types.ts';

/** The `sort` values that Domo documents for `GET /v1/datasets`. */
export const datasetSorts = [
  'name',
  'nameDescending',
  'lastTouched',
  'lastTouchedAscending',
  'lastUpdated',
  'lastUpdatedAscending',
  'createdAt',
  'createdAtAscending',
  'cardCount',
  'cardCountAscending',
  'cardViewCount',
  'cardViewCountAscending',
  'errorState',
  'errorStateDescending',
  'dataSourceId',
] as const;
export type DatasetSort = (typeof datasetSorts)[number];

/** Ids of all that are not deleted. The sandbox has no cards and no errors: those sorts are by id. */
export function sortIds(datasets: Iterable<WorldDataset>, sort: DatasetSort): string[] {
  const live = [...datasets].filter((dataset) => !dataset.deleted);
  const byId = (a: WorldDataset, b: WorldDataset) => compare(a.id, b.id);
  const { key, sign } = keyOf(sort);
  const order = key ? (a: WorldDataset, b: WorldDataset) => sign * compare(key(a), key(b)) || byId(a, b) : byId;
  return live.sort(order).map((dataset) => dataset.id);
}

function keyOf(sort: DatasetSort): { key?: (dataset: WorldDataset) => string; sign: 1 | -1 } {
  if (sort.startsWith('name')) return { key: (dataset) => dataset.name, sign: sort === 'name' ? 1 : -1 };
  const sign = sort.endsWith('Ascending') ? 1 : -1;
  if (sort.startsWith('created')) return { key: (dataset) => dataset.createdAt, sign };
  if (sort.startsWith('last')) return { key: (dataset) => dataset.updatedAt, sign };
  return { sign: 1 };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
