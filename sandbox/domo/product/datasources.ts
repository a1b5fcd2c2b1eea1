import { z } from 'zod';
import { type ApiCall, jsonValue, pageNumber } from '../api.ts';
import { kindOf } from '../kinds.ts';
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
  if (found === 'gone' && instance.faults.strike('deleted_gone', call)) throw new ApiError(410, 'DataSource is gone');
  if (found === 'gone' || found === 'unknown') throw new ApiError(404, `DataSource ${id} was not found`);
  if (found === 'refused') throw new ApiError(403, 'You do not have permission to perform this action');
  return found;
}

/** `limit` ids and no more. Throws 400 beyond it, unless a fault lets them pass. */
export function withinLimit<T>(all: readonly T[], limit: number, call: ApiCall, { faults }: ProductInstance) {
  if (all.length <= limit) return all;
  const as = faults.strike('over_limit', call)?.as;
  if (!as) throw new ApiError(400, `At most ${limit} ids may be given`);
  return as === 'truncated' ? all.slice(0, limit) : all;
}

function retrieve(call: ApiCall, instance: ProductInstance): Reply {
  const dataset = datasetOrThrow(call.params.id, call, instance);
  return { status: 200, json: datasourceView(dataset, instance.world, readOptions(call, instance)) };
}

/** Ids that are unknown, deleted or not to be seen are left out without a word. */
function bulk(call: ApiCall, instance: ProductInstance): Reply {
  const asked = ids.safeParse(jsonValue(call));
  if (!asked.success) throw new ApiError(400, 'The body must be a list of ids');
  const taken = withinLimit([...new Set(asked.data)], bulkLimit, call, instance);
  const found = taken.map((id) => findDataset(id, call, instance)).filter((each) => typeof each !== 'string');
  const options = readOptions(call, instance);
  return { status: 200, json: { dataSources: found.map((each) => datasourceView(each, instance.world, options)) } };
}

/** `ownerId` finds what people own, and nothing of groups. */
function list(call: ApiCall, instance: ProductInstance): Reply {
  const { world, faults } = instance;
  const { query } = call;
  const limit = pageNumber(query, 'limit', 50, listLimit);
  const offset = pageNumber(query, 'offset', 0);
  const options = readOptions(call, instance);
  const like = query.get('nameLike')?.toLowerCase() ?? null;
  const owner = query.get('ownerId');
  const type = query.get('dataProviderType') ?? query.get('type');
  const fits = (each: WorldDataset) =>
    (like === null || each.name.toLowerCase().includes(like)) &&
    (owner === null || (each.ownerType === 'USER' && String(each.ownerId) === owner)) &&
    (type === null || kindOf(each).provider.toLowerCase() === type.toLowerCase());
  const seesNothing = faults.strike('other_instance', call) !== undefined;
  const isAll = [like, owner, type].every((each) => each === null) && !seesNothing;
  const ids = world.datasetIds();
  const read = (some: readonly string[]) => some.flatMap((id) => world.dataset(id) ?? []);
  // Without a filter only the page is read: there may be 100,000.
  const found = isAll || seesNothing ? [] : read(ids).filter(fits);
  const page = isAll ? read(ids.slice(offset, offset + limit)) : found.slice(offset, offset + limit);
  const about = { executor: 'SEARCH', augmented: true, limit, offset, totalCount: isAll ? ids.length : found.length };
  const key = options.flat ? '_metadata' : '_metaData';
  return { status: 200, json: { [key]: about, dataSources: page.map((each) => datasourceView(each, world, options)) } };
}
