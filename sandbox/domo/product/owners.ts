import { z } from 'zod';
import { type ApiCall, jsonValue } from '../api.ts';
import { ApiError, type Reply } from '../reply.ts';
import type { OwnerType, WorldDataset, WorldShare } from '../types.ts';
import type { World } from '../world.ts';
import { findDataset } from './datasources.ts';
import type { ProductEndpoint, ProductInstance } from './endpoint.ts';

export const ownerEndpoints: readonly ProductEndpoint[] = [
  { method: 'POST', path: '/api/data/ui/v3/datasources/ownedBy', handle: ownedBy },
  { method: 'POST', path: '/api/data/v1/ui/bulk/reassign', handle: reassign },
];

/** Most ids that one `reassign` takes. */
const reassignLimit = 50;
const number = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]);
const entities = z.array(z.object({ id: number, type: z.enum(['USER', 'GROUP']) }));
const body = z.object({
  type: z.literal('DATA_SOURCE'),
  ids: z.array(z.string()),
  userId: number.optional(),
  groupId: number.optional(),
});

/** Ids only; unlike the list, also what a group owns. */
function ownedBy(call: ApiCall, { world }: ProductInstance): Reply {
  const asked = entities.safeParse(jsonValue(call));
  if (!asked.success) throw new ApiError(400, 'The body must be a list of owners');
  const json = asked.data.map(({ id, type }) => ({
    dataSourceIds: world.ownedBy(id, type).map((dataset) => dataset.id),
    dataSources: [],
    entityIdentifier: { id: String(id), type },
  }));
  return { status: 200, json };
}

/** Gives datasets to another owner. What failed hides in a 200. */
function reassign(call: ApiCall, instance: ProductInstance): Reply {
  const { world, faults } = instance;
  const parsed = body.safeParse(jsonValue(call));
  if (!parsed.success) throw new ApiError(400, 'Request payload is invalid');
  const owner = newOwner(parsed.data);
  if (!isThere(owner, world)) {
    throw new ApiError(400, `${owner.type === 'USER' ? 'User' : 'Group'} ${owner.id} does not exist`);
  }
  const ids = [...new Set(parsed.data.ids)];
  if (ids.length > reassignLimit) throw new ApiError(400, `At most ${reassignLimit} ids may be given`);
  const found = ids.map((id) => ({ id, dataset: findDataset(id, call, instance) }));
  const unknown = found.some(({ dataset }) => dataset === 'unknown' || dataset === 'gone');
  const spoilt = ids.some((id) => faults.strike('reassign_batch_fails', { ...call, datasetId: id }));
  if (spoilt || unknown) throw new ApiError(400, 'Request payload includes invalid ids');
  const failed: Record<string, unknown> = {};
  const successful: string[] = [];
  for (const { id, dataset } of found) {
    const one = { ...call, datasetId: id };
    const failure = typeof dataset === 'string' ? notSeen : failureOf(one, instance);
    if (failure === 'absent') continue;
    if (failure === 'silent' || failure === undefined) successful.push(id);
    else failed[id] = failure.told;
    if (failure === undefined && typeof dataset !== 'string') give(dataset, owner, one, instance);
  }
  return { status: 200, json: { failed, successful } };
}

/** Why a dataset stays with its owner: told in `failed`, not told, or called a success. */
type Failure = { told: string | { message: string } } | 'absent' | 'silent';

const notSeen: Failure = { told: 'DataSource was not found or may not be changed' };

function failureOf(call: ApiCall, { faults }: ProductInstance): Failure | undefined {
  if (faults.strike('few_rights', call)) return { told: 'You do not have permission to perform this action' };
  const as = faults.strike('reassign_fails', call)?.as;
  if (as === 'text') return { told: 'Unable to reassign' };
  return as === 'object' ? { told: { message: 'Unable to reassign' } } : as;
}

interface Owner {
  type: OwnerType;
  id: number;
}

function newOwner({ userId, groupId }: z.infer<typeof body>): Owner {
  if (userId !== undefined && groupId === undefined) return { type: 'USER', id: userId };
  if (groupId !== undefined && userId === undefined) return { type: 'GROUP', id: groupId };
  throw new ApiError(400, 'Either userId or groupId must be given');
}

function isThere({ type, id }: Owner, world: World): boolean {
  return type === 'USER' ? world.user(id)?.deleted === false : world.group(id) !== undefined;
}

function give(dataset: WorldDataset, owner: Owner, call: ApiCall, { world, faults, token }: ProductInstance): void {
  const before: Owner = { type: dataset.ownerType, id: dataset.ownerId };
  const former: WorldShare[] = faults.strike('old_owner_keeps', call) ? [{ ...before, accessLevel: 'CO_OWNER' }] : [];
  const shares = [...dataset.shares.filter(({ type, id }) => type !== owner.type || id !== owner.id), ...former];
  const edit = { ownerId: owner.id, ownerType: owner.type, shares };
  world.edit(dataset.id, edit, 'api', 'UPDATED', token.userId);
}
