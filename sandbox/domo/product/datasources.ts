import { z } from 'zod';
import { type ApiCall, jsonValue, pageNumber } from '../api.ts';
import { ApiError, type Reply } from '../reply.ts';
import type { WorldDataset } from '../types.ts';
import { datasourceView, readOptions } from './datasource-view.ts';
import type { ProductEndpoint, ProductInstance } from './endpoint.ts';

const path = '/api/data/v3/datasources';

export const datasourceEndpoints: readonly ProductEndpoint[] = [
  { method: 'GET', path, handle: list },
  { method: 'POST', path: `${path}/bulk`, handle: bulk },
  { method: 'GET', path: `${path}/:id`, handle: retrieve },
];

/** Most ids that `bulk` takes. */
const bulkLimit = 100;
const listLimit = 100;
const ids = z.array(z.string());

/** A dataset that the token's user sees; `gone`: deleted. */
export function findDataset(id: string, call: ApiCall, { world, faults }: ProductInstance) {
  const dataset = world.dataset(id);
  if (!dataset || faults.list().some(({ fault }) => fault.kind === 'other_instance')) return 'unknown';
  if (dataset.deleted) return 'gone';
  return faults.strike('refused', { ...call, datasetId: id }) ? 'refused' : dataset;
}

/** Throws what Domo answers for one that is not there or not to be seen. */
export function datasetOrThrow(id: string | undefined, call: ApiCall, instance: ProductInstance): WorldDataset {
  const found = findDataset(id ?? '', call, instance);
  if (found === 'gone' || found === 'unknown') throw new ApiError(404, `DataSource ${id} was not found`);
  if (found === 'refused') throw new ApiError(403, 'You do not have permission to perform this action');
  return found;
}

function retrieve(call: ApiCall, instance: ProductInstance): Reply {
  const dataset = datasetOrThrow(call.params.id, call, instance);
  return { status: 200, json: datasourceView(dataset, instance.world, readOptions(call, instance)) };
}

/** Ids that are unknown, deleted or not to be seen are left out without a word. */
function bulk(call: ApiCall, instance: ProductInstance): Reply {
  const asked = ids.safeParse(jsonValue(call));
  if (!asked.success) throw new ApiError(400, 'The body must be a list of ids');
  const distinct = [...new Set(asked.data)];
  if (distinct.length > bulkLimit) throw new ApiError(400, `At most ${bulkLimit} ids may be given`);
  const found = distinct.map((id) => findDataset(id, call, instance)).filter((each) => typeof each !== 'string');
  const options = readOptions(call, instance);
  return { status: 200, json: { dataSources: found.map((each) => datasourceView(each, instance.world, options)) } };
}

function list(call: ApiCall, instance: ProductInstance): Reply {
  const { world, faults } = instance;
  const limit = pageNumber(call.query, 'limit', 50, listLimit);
  const offset = pageNumber(call.query, 'offset', 0);
  const options = readOptions(call, instance);
  const ids = faults.strike('other_instance', call) ? [] : world.datasetIds();
  const page = ids.slice(offset, offset + limit).flatMap((id) => world.dataset(id) ?? []);
  const _metaData = { executor: 'SEARCH', augmented: true, limit, offset, totalCount: ids.length };
  return { status: 200, json: { _metaData, dataSources: page.map((each) => datasourceView(each, world, options)) } };
}
