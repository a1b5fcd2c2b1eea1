import { type ApiCall, type Instance, pageNumber, type Route } from './api.ts';
import { ApiError, type Reply } from './reply.ts';
import type { WorldGroup } from './types.ts';

const pageLimit = 500;
const avatars = 'https://mathematicians.domo.com/avatar/thumb/domo';

export const peopleRoutes: readonly Route[] = [
  { method: 'GET', path: '/v1/users', scope: 'user', handle: listUsers },
  { method: 'GET', path: '/v1/users/:userId', scope: 'user', handle: retrieveUser },
  { method: 'GET', path: '/v1/groups', scope: 'user', handle: listGroups },
  { method: 'GET', path: '/v1/groups/:groupId', scope: 'user', handle: retrieveGroup },
  { method: 'GET', path: '/v1/groups/:groupId/users', scope: 'user', handle: listMembers },
];

function listUsers(call: ApiCall, { world }: Instance): Reply {
  const users = page(
    call,
    world.users().filter((user) => !user.deleted),
  );
  const json = users.map(({ id, title, email, role, phone, name }) => ({ id, title, email, role, phone, name }));
  return { status: 200, json };
}

function retrieveUser(call: ApiCall, { world, faults }: Instance): Reply {
  const user = world.user(Number(call.params.userId));
  if (!user) throw new ApiError(404, 'Not Found');
  if (user.deleted) {
    const name = !faults.strike('deleted_without_name', call);
    return { status: 200, json: { id: user.id, ...(name && { name: user.name }), deleted: true } };
  }
  const groups = world.groups().filter((group) => group.memberIds.includes(user.id));
  return {
    status: 200,
    json: {
      ...user,
      roleId: '1',
      image: `${avatars}/${user.id}`,
      groups: groups.map(({ id, name }) => ({ id, name })),
    },
  };
}

function listGroups(call: ApiCall, instance: Instance): Reply {
  return { status: 200, json: page(call, instance.world.groups()).map((group) => groupView(group, instance)) };
}

function retrieveGroup(call: ApiCall, instance: Instance): Reply {
  return { status: 200, json: groupView(groupOf(call, instance), instance) };
}

function listMembers(call: ApiCall, instance: Instance): Reply {
  return { status: 200, json: page(call, groupOf(call, instance).memberIds) };
}

function groupOf(call: ApiCall, { world }: Instance): WorldGroup {
  const group = world.group(Number(call.params.groupId));
  if (!group) throw new ApiError(404, 'Not Found');
  return group;
}

function groupView({ id, name, memberIds }: WorldGroup, { clientUserId }: Instance): object {
  return { id, name, default: false, active: true, memberCount: memberIds.length, creatorId: clientUserId };
}

function page<T>(call: ApiCall, all: readonly T[]): T[] {
  const limit = pageNumber(call.query, 'limit', 50, pageLimit);
  const offset = pageNumber(call.query, 'offset', 0);
  return all.slice(offset, offset + limit);
}
