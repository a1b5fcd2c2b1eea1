import { type ApiCall, type Instance, pageNumber, type Route } from './api.ts';
import { listView } from './dataset-view.ts';
import { ApiError, type Reply } from './reply.ts';
import type { WorldDataset } from './types.ts';

/** Streams exist for datasets that were made with the API, and only there. */
export const streamRoutes: readonly Route[] = [
  { method: 'GET', path: '/v1/streams', scope: 'data', handle: (call, instance) => list(call, instance, () => true) },
  { method: 'GET', path: '/v1/streams/search', scope: 'data', handle: search },
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
  const whole = call.query.get('fields') === 'all';
  const found = world.datasetIds().flatMap((id) => {
    const dataset = world.dataset(id);
    return dataset?.streamId !== undefined && matches(dataset) ? dataset : [];
  });
  const json = found.slice(offset, offset + limit).map((dataset) => ({
    id: dataset.streamId,
    dataSet: whole ? listView(dataset, world, { owner: true }) : { id: dataset.id, pdpEnabled: dataset.pdpEnabled },
    updateMethod: 'REPLACE',
    createdAt: dataset.createdAt,
    modifiedAt: dataset.updatedAt,
  }));
  return { status: 200, json };
}
