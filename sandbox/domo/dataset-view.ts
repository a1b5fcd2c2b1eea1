import type { WorldDataset, WorldPolicy } from './types.ts';
import type { World } from './world.ts';

/** A dataset as a list page shows it: no schema, no policies; an empty description is left out. */
export function listView(dataset: WorldDataset, world: World, options: { owner: boolean }): Record<string, unknown> {
  const { id, name, description, rows, columnCount, createdAt, updatedAt, pdpEnabled } = dataset;
  const dataCurrentAt = dataset.dataCurrentAt ?? (rows > 0 ? createdAt : undefined);
  return {
    id,
    name,
    ...(description ? { description } : {}),
    rows,
    columns: columnCount,
    ...(options.owner
      ? { owner: { id: dataset.ownerId, name: world.ownerName(dataset.ownerId, dataset.ownerType) } }
      : {}),
    ...(dataCurrentAt === undefined ? {} : { dataCurrentAt }),
    createdAt,
    updatedAt,
    pdpEnabled,
  };
}

/** A dataset as a GET and a PUT answer it; a deleted one is a subset that says so. */
export function fullView(dataset: WorldDataset, world: World): Record<string, unknown> {
  if (dataset.deleted) return { id: dataset.id, name: dataset.name, deleted: true };
  const { owner, ...fields } = listView(dataset, world, { owner: true });
  return { ...fields, schema: { columns: dataset.columns }, owner, policies: policyViews(dataset) };
}

/** Every dataset has a policy "All Rows", which filters nothing. */
export function policyViews(dataset: WorldDataset): WorldPolicy[] {
  const id = Number.parseInt(dataset.id.slice(0, 6), 16) || 1;
  const open = { id, type: 'open', name: 'All Rows', filters: [], users: [], virtualUsers: [], groups: [] } as const;
  return [
    structuredClone<WorldPolicy>({ ...open, filters: [], users: [], virtualUsers: [], groups: [] }),
    ...dataset.policies,
  ];
}
