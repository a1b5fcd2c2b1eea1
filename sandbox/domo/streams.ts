import { type ApiCall, type Instance, pageNumber, type Route } from './api.ts';
import { listView } from './dataset-view.ts';
import { ApiError, type Reply } from './reply.ts';
import type { WorldDataset } from './types.ts';
import type { World } from './world.ts';

/** Streams exist for datasets that were made with the API, and only there. */
export const streamRoutes: readonly Route[] = [
  { method: 'GET', path: '/v1/streams', scope: 'data', handle: (call, instance) => list(call, instance, () => true) },
  { method: 'GET', path: '/v1/streams/search', scope: 'data', handle: search },
  { method: 'GET', path: '/v1/streams/:streamId', scope: 'data', handle: retrieve },
  { method: 'GET', path: '/v1/streams/:streamId/executions', scope: 'data', handle: executions },
];

function search(call: ApiCall, instance: Instance): Reply {
  const [, field = '', value = ''] = /^dataSource\.(id|name|owner\.id):(.+)$/.exec(call.query.get('q') ?? '') ?? [];
  const held = { id: 'id', name: 'name', 'owner.id': 'ownerId' } as const;
  if (!isKey(held, field)) throw new ApiError(400, 'Bad Request');
  return list(call, instance, (dataset) => value === String(dataset[held[field]]));
}

function isKey<T extends object>(object: T, key: PropertyKey): key is keyof T {
  return key in object;
}

function list(call: ApiCall, instance: Instance, matches: (dataset: WorldDataset) => boolean): Reply {
  const limit = pageNumber(call.query, 'limit', 50, 500);
  const offset = pageNumber(call.query, 'offset', 0);
  const found = withStreams(instance.world)
    .filter(matches)
    .slice(offset, offset + limit);
  const keysShown = found.length > 0 && areKeysShown(call, instance);
  return { status: 200, json: found.map((dataset) => streamView(dataset, call, instance.world, keysShown)) };
}

function retrieve(call: ApiCall, instance: Instance): Reply {
  const dataset = datasetOfStream(call, instance.world);
  return { status: 200, json: streamView(dataset, call, instance.world, areKeysShown(call, instance)) };
}

/** The uploads of data through it, the oldest first. */
function executions(call: ApiCall, { world }: Instance): Reply {
  const { id } = datasetOfStream(call, world);
  const limit = pageNumber(call.query, 'limit', 50, 500);
  const offset = pageNumber(call.query, 'offset', 0);
  const found = world.executions(id).slice(offset, offset + limit);
  const json = found.map((each) => ({ ...each, createdAt: each.startedAt, modifiedAt: each.startedAt, rowsSent: 0 }));
  return { status: 200, json };
}

function areKeysShown(call: ApiCall, { faults }: Instance): boolean {
  return faults.strike('stream_keys_shown', call) !== undefined;
}

/** Throws 404 where there is no such stream. */
function datasetOfStream(call: ApiCall, world: World): WorldDataset {
  const dataset = withStreams(world).find(({ streamId }) => String(streamId) === call.params.streamId);
  if (!dataset) throw new ApiError(404, 'Not Found');
  return dataset;
}

function withStreams(world: World): WorldDataset[] {
  return world.fedByStreams().filter(({ kind }) => kind === 'api');
}

function streamView(dataset: WorldDataset, call: ApiCall, world: World, keysShown: boolean): object {
  const whole = call.query.get('fields') === 'all';
  return {
    id: dataset.streamId,
    dataSet: whole ? listView(dataset, world, { owner: true }) : { id: dataset.id, pdpEnabled: dataset.pdpEnabled },
    updateMethod: dataset.updateMethod,
    ...(keysShown && dataset.keyColumns.length > 0 && { keyColumnNames: dataset.keyColumns }),
    createdAt: dataset.createdAt,
    modifiedAt: dataset.updatedAt,
  };
}
