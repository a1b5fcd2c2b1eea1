import type { ApiCall } from '../api.ts';
import type { Reply } from '../reply.ts';
import type { WorldUser } from '../types.ts';
import type { ProductEndpoint, ProductInstance } from './endpoint.ts';

export const userEndpoints: readonly ProductEndpoint[] = [
  { method: 'GET', path: '/api/content/v2/users/me', handle: me },
];

/** Whom the token acts as. */
function me(call: ApiCall, { world, faults, token }: ProductInstance): Reply {
  if (faults.strike('other_instance', call)) {
    const stranger = { id: 1_147_483_647, name: 'Nicolas Bourbaki', email: 'nicolas@bourbaki.example', role: 'Admin' };
    return { status: 200, json: userView(stranger) };
  }
  const user = world.user(token.userId);
  return { status: 200, json: user && userView(user) };
}

function userView({ id, name, email, role }: Pick<WorldUser, 'id' | 'name' | 'email' | 'role'>): object {
  return { id, displayName: name, userName: email, emailAddress: email, role, roleId: 1, active: true };
}
