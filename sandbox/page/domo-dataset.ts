import { kindOf } from '../domo/kinds.ts';
import type { DomoServer } from '../domo/server.ts';
import type { WorldDataset } from '../domo/types.ts';
import type { DatasetDetail, DatasetRow, OwnerView, UsesView } from './protocol.ts';

const columnsShown = 200;
const namesShown = 10;

/** A dataset as a line of the list. */
export function datasetRow(domo: DomoServer, dataset: WorldDataset): DatasetRow {
  const { id, name, columns, pdpEnabled, deleted, updatedAt } = dataset;
  const { words: kind } = kindOf(dataset);
  return {
    id,
    name,
    kind,
    owner: ownerOf(domo, dataset),
    columns: columns.length,
    rowSecurity: pdpEnabled,
    deleted,
    updatedAt,
  };
}

/** What the page shows of one that is open; null: Domo has none of this id. */
export function datasetDetail(domo: DomoServer, id: string): DatasetDetail | null {
  const dataset = domo.world.dataset(id);
  if (!dataset) return null;
  return {
    ...datasetRow(domo, dataset),
    description: dataset.description ?? null,
    schema: dataset.columns.slice(0, columnsShown).map(({ name, type }) => ({ name, type })),
    policies: dataset.policies.map(({ name, filters }) => ({ name, columns: filters.map((filter) => filter.column) })),
    source: dataset.sourceColumns === undefined ? null : kindOf(dataset).words,
    uses: usesOf(domo, id),
  };
}

function usesOf({ world }: DomoServer, id: string): UsesView[] {
  const { uses } = world;
  const cards = uses.cards(id).filter(({ drillOf }) => drillOf === undefined);
  const dataflows = uses.dataflows(id).filter(({ deleted }) => !deleted);
  const views = uses
    .views(id)
    .flatMap((viewId) => world.dataset(viewId) ?? [])
    .filter(({ deleted }) => !deleted);
  return [
    usesView(
      'card',
      cards.map(({ title }) => title),
    ),
    usesView(
      'DataFlow',
      dataflows.map(({ name }) => name),
    ),
    usesView(
      'view',
      views.map(({ name }) => name),
    ),
    usesView(
      'alert',
      uses.alerts(id).map(({ name }) => name),
    ),
    usesView(
      'Beast Mode',
      uses.beastModes(id).map(({ name }) => name),
    ),
  ].filter(({ names }) => names.length > 0);
}

function usesView(what: string, names: readonly string[]): UsesView {
  const count = `${names.length.toLocaleString('en')} ${what}${names.length === 1 ? '' : 's'}`;
  return { count, names: names.slice(0, namesShown), more: names.length > namesShown };
}

function ownerOf({ world }: DomoServer, { ownerId: id, ownerType }: WorldDataset): OwnerView {
  const name = world.ownerName(id, ownerType);
  const user = ownerType === 'USER' ? world.user(id) : undefined;
  if (user) return { id, name, email: user.email, kind: user.deleted ? 'deleted' : 'user' };
  return { id, name, email: null, kind: ownerType === 'GROUP' && name !== '' ? 'group' : 'unknown' };
}
