import { type ApiCall, pageNumber } from '../api.ts';
import { ApiError, type Reply } from '../reply.ts';
import type { WorldGroup } from '../types.ts';
import type { ProductEndpoint, ProductInstance } from './endpoint.ts';

export const groupEndpoints: readonly ProductEndpoint[] = [
  { method: 'GET', path: '/api/content/v2/groups/grouplist', handle: list },
  { method: 'GET', path: '/api/content/v2/groups/:groupId', handle: retrieve },
];

function list(call: ApiCall, { world, token }: ProductInstance): Reply {
  const { query } = call;
  const limit = pageNumber(query, 'limit', 50);
  const offset = pageNumber(query, 'offset', 0);
  const owner = { id: String(token.userId), type: 'USER', displayName: world.ownerName(token.userId, 'USER') };
  const json = world
    .groups()
    .slice(offset, offset + limit)
    .map(({ id, name, memberIds, type = 'open' }) => ({
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

function retrieve(call: ApiCall, { world, token }: ProductInstance): Reply {
  const group = world.group(Number(call.params.groupId));
  if (!group) throw new ApiError(404, 'Group was not found');
  return { status: 200, json: view(group, token.userId) };
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
