import type { DomoServer } from '../domo/server.ts';
import type { WorldDataset } from '../domo/types.ts';
import type { DatasetDetail, DatasetRow, DomoUserRow, ListPage, OwnerView } from './protocol.ts';

/** Rows of one page: the browser asks for more as someone scrolls. */
const pageSize = 50;
const columnsShown = 200;

export interface ListQuery {
  search: string;
  offset: number;
  /** Only the datasets of this owner. */
  ownerId?: number | undefined;
}

/** Datasets by name, those whose name, id or owner contains what is searched for. */
export function listDatasets(domo: DomoServer, { search, offset, ownerId }: ListQuery): ListPage<DatasetRow> {
  const { world } = domo;
  const ids = world.datasetIds('name');
  const wanted = search.trim().toLowerCase();
  const fits = ({ id, name, ownerId: owner }: WorldDataset) =>
    (ownerId === undefined || owner === ownerId) &&
    (name.toLowerCase().includes(wanted) ||
      id.startsWith(wanted) ||
      world.ownerName(owner).toLowerCase().includes(wanted));
  const read = (from: readonly string[]) => from.flatMap((id) => world.dataset(id) ?? []);
  // Without a search, only the page that is shown is read.
  const isAll = wanted === '' && ownerId === undefined;
  const found = isAll ? [] : read(ids).filter(fits);
  const page = isAll ? read(ids.slice(offset, offset + pageSize)) : found.slice(offset, offset + pageSize);
  return { total: isAll ? ids.length : found.length, rows: page.map((dataset) => datasetRow(domo, dataset)) };
}

/** Users by how much they own, then by name. */
export function listUsers(
  domo: DomoServer,
  { search, offset }: ListQuery,
  owns: (ownerId: number) => number,
): ListPage<DomoUserRow> {
  const wanted = search.trim().toLowerCase();
  const found = domo.world
    .users()
    .filter(({ id, name, email }) => `${name} ${email} ${id}`.toLowerCase().includes(wanted))
    .map(({ id, name, email, role, deleted }) => ({ id, name, email, role, deleted, owns: owns(id) }))
    .toSorted((a, b) => b.owns - a.owns || a.name.localeCompare(b.name));
  return { total: found.length, rows: found.slice(offset, offset + pageSize) };
}

export function datasetRow(domo: DomoServer, dataset: WorldDataset): DatasetRow {
  const { id, name, columns, pdpEnabled, deleted, updatedAt } = dataset;
  const owner = ownerOf(domo, dataset.ownerId);
  return { id, name, owner, columns: columns.length, rowSecurity: pdpEnabled, deleted, updatedAt };
}

export function datasetDetail(domo: DomoServer, id: string): DatasetDetail | null {
  const dataset = domo.world.dataset(id);
  if (!dataset) return null;
  return {
    ...datasetRow(domo, dataset),
    description: dataset.description ?? null,
    schema: dataset.columns.slice(0, columnsShown).map(({ name, type }) => ({ name, type })),
    policies: dataset.policies.map(({ name, filters }) => ({ name, columns: filters.map((filter) => filter.column) })),
    connector: dataset.sourceColumns !== undefined,
  };
}

function ownerOf({ world }: DomoServer, id: number): OwnerView {
  const user = world.user(id);
  if (user) return { id, name: user.name, email: user.email, kind: user.deleted ? 'deleted' : 'user' };
  const group = world.group(id);
  return group ? { id, name: group.name, email: null, kind: 'group' } : { id, name: '', email: null, kind: 'unknown' };
}
