import { kindOf } from '../domo/kinds.ts';
import type { DomoServer } from '../domo/server.ts';
import type { WorldDataset } from '../domo/types.ts';
import { datasetRow } from './domo-dataset.ts';
import type { DatasetRow, DomoUserRow, ListPage, OwnerChoice } from './protocol.ts';

/** Rows of one page: the browser asks for more as someone scrolls. */
const pageSize = 50;

export interface ListQuery {
  search: string;
  offset: number;
  /** Only the datasets of this person. */
  ownerId?: number | undefined;
}

/** Datasets by name, those whose name, id or owner contains what is searched for, or that are of that kind. */
export function listDatasets(domo: DomoServer, { search, offset, ownerId }: ListQuery): ListPage<DatasetRow> {
  const { world } = domo;
  const ids = world.datasetIds('name');
  const wanted = search.trim().toLowerCase();
  const fits = ({ id, name, ownerId: owner, ownerType, kind, provider }: WorldDataset) =>
    (ownerId === undefined || (owner === ownerId && ownerType === 'USER')) &&
    (name.toLowerCase().includes(wanted) ||
      id.startsWith(wanted) ||
      world.ownerName(owner, ownerType).toLowerCase().includes(wanted) ||
      kindOf({ kind, provider }).words.toLowerCase() === wanted);
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

/** People who are there, and groups, by name: the first of those whose name, e-mail or number contains what is searched for. */
export function listOwners({ world }: DomoServer, search: string): OwnerChoice[] {
  const people = world.users().filter(({ deleted }) => !deleted);
  const all: OwnerChoice[] = [
    ...people.map(({ id, name, email }) => ({ type: 'USER' as const, id, name, note: `${email} · #${id}` })),
    ...world.groups().map(({ id, name, memberIds }) => {
      const note = `group of ${memberIds.length} · #${id}`;
      return { type: 'GROUP' as const, id, name, note };
    }),
  ];
  const wanted = search.trim().toLowerCase();
  const found = all.filter(({ name, note }) => `${name} ${note}`.toLowerCase().includes(wanted));
  return found.toSorted((a, b) => a.name.localeCompare(b.name)).slice(0, pageSize);
}
