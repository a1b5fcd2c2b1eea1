import { z } from 'zod';
import { type ApiCall, type Instance, jsonBody, type Route } from './api.ts';
import { policyViews } from './dataset-view.ts';
import { existing } from './datasets.ts';
import { ApiError, type Reply } from './reply.ts';
import type { WorldDataset, WorldPolicy } from './types.ts';

const path = '/v1/datasets/:id/policies';

/** Who sees which rows. */
export const policyRoutes: readonly Route[] = [
  { method: 'GET', path, scope: 'data', handle: list },
  { method: 'POST', path, scope: 'data', handle: create },
  { method: 'PUT', path: `${path}/:policyId`, scope: 'data', handle: update },
];

const operators = [
  'EQUALS',
  'LIKE',
  'GREATER_THAN',
  'LESS_THAN',
  'GREATER_THAN_EQUAL',
  'LESS_THAN_EQUAL',
  'BETWEEN',
  'BEGINS_WITH',
  'ENDS_WITH',
  'CONTAINS',
] as const;
const policyBody = z.object({
  name: z.string().min(1),
  filters: z.array(
    z.object({
      column: z.string().min(1),
      values: z.array(z.string()),
      operator: z.enum(operators),
      not: z.boolean().default(false),
    }),
  ),
  type: z.enum(['user', 'system']).optional(),
  users: z.array(z.int()).optional(),
  virtualUsers: z.array(z.string()).optional(),
  groups: z.array(z.int()).optional(),
});
/** Of all values of a policy together. */
const valuesLimit = 255;

function list(call: ApiCall, instance: Instance): Reply {
  return { status: 200, json: policyViews(existing(call, instance)) };
}

function create(call: ApiCall, instance: Instance): Reply {
  const dataset = existing(call, instance);
  const rest = { type: 'user' as const, users: [], virtualUsers: [], groups: [] };
  const added: WorldPolicy = { id: instance.world.newPolicyId(), ...rest, ...readPolicy(call) };
  keep(dataset, [...dataset.policies, added], instance);
  return { status: 201, json: added };
}

/** "All Rows" cannot be changed (what Domo says then is not documented). */
function update(call: ApiCall, instance: Instance): Reply {
  const dataset = existing(call, instance);
  const policy = dataset.policies.find(({ id }) => String(id) === call.params.policyId);
  if (!policy) throw new ApiError(404, 'Not Found');
  const changed: WorldPolicy = { ...policy, ...readPolicy(call) };
  const policies = dataset.policies.map((each) => (each === policy ? changed : each));
  keep(dataset, policies, instance);
  return { status: 200, json: changed };
}

function readPolicy(call: ApiCall): Partial<WorldPolicy> & Pick<WorldPolicy, 'name' | 'filters'> {
  const parsed = policyBody.safeParse(jsonBody(call));
  const values = parsed.data?.filters.flatMap((filter) => filter.values).join('') ?? '';
  if (!parsed.success || values.length >= valuesLimit) throw new ApiError(400, 'Bad Request');
  const { name, filters, ...given } = parsed.data;
  const sent = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { name, filters, ...sent };
}

/** Whether row security is on is the dataset's own flag, and stays as it is. */
function keep({ id }: WorldDataset, policies: WorldPolicy[], { world, clientUserId }: Instance): void {
  world.edit(id, { policies }, 'api', 'UPDATED', clientUserId);
}
