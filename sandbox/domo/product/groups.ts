import { z } from 'zod';
import { type ApiCall, jsonValue, pageNumber } from '../api.ts';
import { ApiError, type Reply } from '../reply.ts';
import type { WorldGroup } from '../types.ts';
import type { ProductEndpoint, ProductInstance } from './endpoint.ts';

export const groupEndpoints: readonly ProductEndpoint[] = [
  { method: 'GET', path: '/api/content/v2/groups/grouplist', handle: list },
  { method: 'POST', path: '/api/content/v2/groups/get', handle: some },
  { method: 'GET', path: '/api/content/v2/groups/:groupId', handle: retrieve },
  { method: 'GET', path: '/api/content/v2/users/:userId/groups', handle: ofUser },
];

function list(call: ApiCall, { world, token }: ProductInstance): Reply {
  const { query } = call;
  const search = query.get('search')?.toLowerCase() ?? '';
  const limit = pageNumber(query, 'limit', 50);
  const offset = pageNumber(query, 'offset', 0);
  const found = world.groups().filter(({ name }) => name.toLowerCase().includes(search));
  const owner = { id: String(token.userId), type: 'USER', displayName: world.ownerName(token.userId, 'USER') };
  const json = found.slice(offset, offset + limit).map(({ id, name, memberIds, type = 'open' }) => ({
    groupId: id,
    name,
    groupType: type,
    memberCount: memberIds.length,
    owners: [owner],
    created: '2025-01-01T12:00:00',
    description: '',
  }));
  return { status: 200, json };
}

/** By id; unknown ones are left out. */
function some(call: ApiCall, { world }: ProductInstance): Reply {
  const ids = z.array(z.union([z.string(), z.number()])).safeParse(jsonValue(call));
  if (!ids.success) throw new ApiError(400, 'The body must be a list of ids');
  const found = ids.data.flatMap((id) => world.group(Number(id)) ?? []);
  return { status: 200, json: found.map(({ id, name }) => ({ id, name, active: true })) };
}

function retrieve(call: ApiCall, { world, token }: ProductInstance): Reply {
  const group = world.group(Number(call.params.groupId));
  if (!group) throw new ApiError(404, 'Group was not found');
  return { status: 200, json: view(group, token.userId) };
}

function ofUser(call: ApiCall, { world }: ProductInstance): Reply {
  const userId = Number(call.params.userId);
  const groups = world.groups().filter(({ memberIds }) => memberIds.includes(userId));
  return { status: 200, json: groups.map(({ id }) => ({ id })) };
}

function view({ id, name, memberIds, type = 'open' }: WorldGroup, creatorId: number): object {
  return {
    id,
    name,
    type,
    userIds: memberIds,
    creatorId,
    memberCount: memberIds.length,
    active: true,
    hidden: false,
    default: false,
  };
}
