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
  const [, field, value] = /^dataSource\.(id|owner\.id):(.+)$/.exec(call.query.get('q') ?? '') ?? [];
  if (!field || !value) throw new ApiError(400, 'Bad Request');
  const matches = (dataset: WorldDataset) => value === (field === 'id' ? dataset.id : String(dataset.ownerId));
  return list(call, instance, matches);
}

function list(call: ApiCall, { world }: Instance, matches: (dataset: WorldDataset) => boolean): Reply {
  const limit = pageNumber(call.query, 'limit', 50, 500);
  const offset = pageNumber(call.query, 'offset', 0);
  const found = withStreams(world).filter(matches);
  return { status: 200, json: found.slice(offset, offset + limit).map((dataset) => streamView(dataset, call, world)) };
}

function retrieve(call: ApiCall, { world }: Instance): Reply {
  return { status: 200, json: streamView(datasetOfStream(call, world), call, world) };
}

/** Nothing is ever fed into this Domo by a stream: none of its executions exists. */
function executions(call: ApiCall, { world }: Instance): Reply {
  datasetOfStream(call, world);
  return { status: 200, json: [] };
}

function datasetOfStream(call: ApiCall, world: World): WorldDataset {
  const dataset = withStreams(world).find(({ streamId }) => String(streamId) === call.params.streamId);
  if (!dataset) throw new ApiError(404, 'Not Found');
  return dataset;
}

function withStreams(world: World): WorldDataset[] {
  const datasets = world.datasetIds().flatMap((id) => world.dataset(id) ?? []);
  return datasets.filter(({ streamId }) => streamId !== undefined);
}

function streamView(dataset: WorldDataset, call: ApiCall, world: World): object {
  const whole = call.query.get('fields') === 'all';
  return {
    id: dataset.streamId,
    dataSet: whole ? listView(dataset, world, { owner: true }) : { id: dataset.id, pdpEnabled: dataset.pdpEnabled },
    updateMethod: 'REPLACE',
    createdAt: dataset.createdAt,
    modifiedAt: dataset.updatedAt,
  };
}
