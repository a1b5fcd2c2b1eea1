import { randomUUID } from 'node:crypto';
import { type ApiCall, type Instance, jsonBody, pageNumber, type Route } from './api.ts';
import { shownColumns, withNotesOf } from './column-notes.ts';
import { type DatasetSort, orders } from './dataset-order.ts';
import { fullView, listView } from './dataset-view.ts';
import { ApiError, accessDenied, type Reply } from './reply.ts';
import type { WorldDataset } from './types.ts';
import { readColumns, readUpdate } from './update-body.ts';

/** Most datasets a list page holds; a greater `limit` is cut down to it (what Domo does is not documented). */
const pageLimit = 50;

export const datasetRoutes: readonly Route[] = [
  { method: 'GET', path: '/v1/datasets', scope: 'data', handle: list },
  { method: 'POST', path: '/v1/datasets', scope: 'data', handle: create },
  { method: 'GET', path: '/v1/datasets/:id', scope: 'data', handle: retrieve },
  { method: 'PUT', path: '/v1/datasets/:id', scope: 'data', handle: update },
];

function list(call: ApiCall, { world, faults }: Instance): Reply {
  drift(call, { world, faults });
  const limit = pageNumber(call.query, 'limit', pageLimit, pageLimit);
  const offset = pageNumber(call.query, 'offset', 0);
  const ids = world.datasetIds(readSort(call.query.get('sort')));
  const owner = !faults.strike('list_without_owners', call);
  const page = ids.slice(offset, offset + limit).flatMap((id) => world.dataset(id) ?? []);
  return { status: 200, json: page.map((dataset) => listView(dataset, world, { owner })) };
}

function readSort(text: string | null): DatasetSort {
  const sort = Object.keys(orders).find((known) => known === (text ?? 'lastTouched'));
  if (!sort) throw new ApiError(400, 'Bad Request');
  return sort as DatasetSort;
}

/** Rows move while someone pages through the list: nothing holds them still between two calls. */
function drift(call: ApiCall, { world, faults }: Pick<Instance, 'world' | 'faults'>): void {
  const fault = faults.strike('page_drift', call);
  if (!fault || pageNumber(call.query, 'offset', 0) === 0) return;
  const first = world.datasetIds()[0];
  if (fault.by === 'removed' && first) world.deleteDataset(first);
  if (fault.by === 'added') {
    const id = `00000000-0000-4000-8000-${randomUUID().slice(-12)}`;
    world.addDataset({ id, name: 'Made meanwhile', ownerId: 27 });
  }
}

function create(call: ApiCall, { world, clientUserId }: Instance): Reply {
  const body = jsonBody(call);
  const { name, description } = readUpdate(body);
  const columns = readColumns(body.schema);
  if (!name || !columns) throw new ApiError(400, 'Bad Request');
  // An owner in the body is ignored: the dataset belongs to the client's user.
  const dataset = world.addDataset({ id: randomUUID(), name, description, columns, ownerId: clientUserId });
  return { status: 201, json: fullView(dataset, world) };
}

function retrieve(call: ApiCall, instance: Instance): Reply {
  const dataset = accessible(call, instance);
  const { policies, ...rest } = fullView(
    { ...dataset, columns: shownColumns(dataset, call, instance) },
    instance.world,
  );
  const whole = policies !== undefined && !instance.faults.strike('policies_apart', call);
  return { status: 200, json: whole ? { ...rest, policies } : rest };
}

function update(call: ApiCall, instance: Instance): Reply {
  const { world, faults, clientUserId } = instance;
  const before = existing(call, instance);
  const body = jsonBody(call);
  const edit = withNotesOf(readUpdate(body), before, call, instance);
  if (before.kind !== 'api' && !faults.strike('any_kind_written', call)) throw new ApiError(400, 'Bad Request');
  if (edit.ownerId !== undefined && world.user(edit.ownerId)?.deleted !== false) {
    throw new ApiError(400, `User ${edit.ownerId} does not exist`);
  }
  if (faults.strike('owner_ignored', call)) delete edit.ownerId;
  if (faults.strike('schema_ignored', call)) delete edit.columns;
  const wiped = faults.strike('omitted_wiped', call) ? { description: undefined, pdpEnabled: false } : {};
  const moved = alsoMoved(faults.strike('also_moves', call)?.field, before);
  const columnsBefore = before.columns;
  const dataset = world.edit(before.id, { ...wiped, ...edit, ...moved }, 'api', 'UPDATED', clientUserId);
  const json = fullView(dataset, world);
  if (edit.columns && faults.strike('connector_resets_schema', call)) world.setSchema(before.id, columnsBefore);
  return { status: 200, json };
}

function alsoMoved(field: string | undefined, dataset: WorldDataset): Partial<WorldDataset> {
  switch (field) {
    case 'name':
      return { name: `${dataset.name} (moved)` };
    case 'description':
      return { description: dataset.description === undefined ? 'Moved along' : undefined };
    case 'schema':
      return { columns: dataset.columns.slice(1) };
    case 'pdpEnabled':
      return { pdpEnabled: !dataset.pdpEnabled };
    case 'owner':
      return { ownerId: 27 };
    default:
      return {};
  }
}

/** A dataset that the client's user may see, deleted or not. */
function accessible(call: ApiCall, { world, faults }: Instance): WorldDataset {
  const refused = faults.strike('refused', call);
  if (refused?.plain) {
    const body = { code: 101, message: 'Access denied', status: 403, httpMessage: 'Forbidden' };
    throw new ApiError(403, body.message, { body });
  }
  if (refused) throw new ApiError(400, accessDenied);
  const dataset = world.dataset(call.datasetId ?? '');
  if (!dataset) throw new ApiError(404, 'Not Found');
  return dataset;
}

/** A dataset that the client's user may see and that is not deleted. Throws 404 otherwise. */
export function existing(call: ApiCall, instance: Instance): WorldDataset {
  const dataset = accessible(call, instance);
  if (dataset.deleted) throw new ApiError(404, 'Not Found');
  return dataset;
}
