import { z } from 'zod';
import { type ApiCall, jsonValue } from '../api.ts';
import { ApiError, type Reply } from '../reply.ts';
import type { WorldDataset } from '../types.ts';
import type { World } from '../world.ts';
import { findDataset } from './datasources.ts';
import type { ProductEndpoint, ProductInstance } from './endpoint.ts';

export const permissionEndpoints: readonly ProductEndpoint[] = [
  { method: 'POST', path: '/api/data/v3/datasources/bulk/permissions', handle: ofMany },
];

function ofMany(call: ApiCall, instance: ProductInstance): Reply {
  const as = instance.faults.strike('bulk_permissions', call)?.as;
  if (as === 'forbidden') throw new ApiError(403, 'You do not have permission to perform this action');
  const ids = z.array(z.string()).safeParse(jsonValue(call));
  if (!ids.success) throw new ApiError(400, 'The body must be a list of ids');
  const found = ids.data.map((id) => findDataset(id, call, instance)).filter((each) => typeof each !== 'string');
  const lists = found.map((each) => [each.id, permissions(each, instance.world)] as const);
  return { status: 200, json: Object.fromEntries(lists.map(([id, list]) => [id, as === 'wrapped' ? { list } : list])) };
}

function permissions({ ownerId, ownerType, shares }: WorldDataset, world: World) {
  const owner = { type: ownerType, id: ownerId, accessLevel: 'OWNER' };
  return [owner, ...shares].map(({ type, id, accessLevel }) => ({
    type,
    id: String(id),
    accessLevel,
    name: world.ownerName(id, type),
  }));
}
