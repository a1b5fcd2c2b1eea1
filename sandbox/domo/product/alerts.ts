import { type ApiCall, pageNumber } from '../api.ts';
import { ApiError, type Reply } from '../reply.ts';
import type { WorldAlert } from '../uses.ts';
import type { ProductEndpoint, ProductInstance } from './endpoint.ts';

export const alertEndpoints: readonly ProductEndpoint[] = [
  { method: 'GET', path: '/api/social/v4/alerts', handle: list },
];

/** Of one dataset, 100 at once unless asked. Without `fields=all`, not what they look at. */
function list(call: ApiCall, { world }: ProductInstance): Reply {
  const { query } = call;
  const id = query.get('dataSetId');
  if (!id) throw new ApiError(400, 'dataSetId is needed');
  const limit = pageNumber(query, 'limit', 100);
  const offset = pageNumber(query, 'offset', 0);
  const all = query.get('fields') === 'all';
  const found = world.uses.alerts(id).slice(offset, offset + limit);
  return { status: 200, json: found.map((alert) => view(alert, all)) };
}

/** Of its columns, the first is what it watches, the second filters, the others are told along. */
function view({ id, name, ownerId, datasetId, columns }: WorldAlert, all: boolean): object {
  const [watched, filtering, ...told] = columns;
  const configurations = [
    ...(watched === undefined ? [] : [{ name: 'COLUMN_ID', value: watched }]),
    ...(told.length === 0 ? [] : [{ name: 'ANY_ROW_METADATA_COLUMNS', value: told.join(',') }]),
  ];
  return {
    id,
    name,
    type: 'ANY_ROW',
    category: 'DATA',
    resourceType: 'DATASET',
    resourceId: datasetId,
    createdAt: '2024-01-01 00:00:00',
    createdBy: ownerId,
    owner: ownerId,
    enabled: true,
    ...(all && { configurations, filters: filtering === undefined ? [] : [{ column: filtering }] }),
  };
}
