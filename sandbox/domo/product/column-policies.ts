import type { ApiCall } from '../api.ts';
import type { Reply } from '../reply.ts';
import { datasetOrThrow } from './datasources.ts';
import type { ProductEndpoint, ProductInstance } from './endpoint.ts';

export const policyEndpoints: readonly ProductEndpoint[] = [
  { method: 'GET', path: '/api/query/v2/data-control/:id/policy-group', handle: masks },
  { method: 'GET', path: '/api/query/v2/data-control/:id/column-policy-mapping', handle: maskedColumns },
];

/** How columns are masked, and for whom not; which columns, only `maskedColumns` says. */
function masks(call: ApiCall, instance: ProductInstance): Reply {
  const dataset = datasetOrThrow(call.params.id, call, instance);
  const json = dataset.masks.map(({ id, name, values }) => ({
    filterGroupId: id,
    name,
    type: 'user',
    columnPolicies: [{ policyId: id, values, userIds: [], groupIds: [], policyOrder: 0, defaultPolicy: true }],
  }));
  return reply('policyGroups', json, call, instance);
}

function maskedColumns(call: ApiCall, instance: ProductInstance): Reply {
  const dataset = datasetOrThrow(call.params.id, call, instance);
  const json = dataset.masks.map(({ id, column }) => ({
    id,
    columnName: column,
    filterGroupId: id,
    dataSourceId: dataset.id,
  }));
  return reply('columnPolicyMappings', json, call, instance);
}

/** A bare list, or however else Domo may give it. */
function reply(name: string, list: { filterGroupId: number }[], call: ApiCall, { faults }: ProductInstance): Reply {
  const as = faults.strike('policies', call)?.as;
  const textIds = list.map((each) => ({ ...each, filterGroupId: String(each.filterGroupId) }));
  if (as === 'text ids') return { status: 200, json: textIds };
  return { status: 200, json: as === 'wrapped' ? { [name]: list } : list };
}
