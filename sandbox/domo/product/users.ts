import type { ApiCall } from '../api.ts';
import type { Reply } from '../reply.ts';
import type { WorldUser } from '../types.ts';
import type { ProductEndpoint, ProductInstance } from './endpoint.ts';

export const userEndpoints: readonly ProductEndpoint[] = [
  { method: 'GET', path: '/api/content/v2/users/me', handle: me },
  { method: 'GET', path: '/api/data/v1/accesstokens', handle: tokens },
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

/** All access tokens, never their values. */
function tokens(_: ApiCall, { world, token }: ProductInstance): Reply {
  const owner = world.user(token.userId);
  const of = { ownerId: token.userId, ownerName: owner?.name ?? null, ownerEmail: owner?.email ?? null };
  const later = token.expiresAt.getTime() + 86_400_000;
  const json = [
    { id: 1, name: 'Domo Steward', ...of, expires: token.expiresAt.getTime() },
    { id: 2, name: 'Nightly export', ownerId: 1, ownerName: null, ownerEmail: null, expires: later },
  ];
  return { status: 200, json };
}

function userView({ id, name, email, role }: Pick<WorldUser, 'id' | 'name' | 'email' | 'role'>): object {
  return { id, displayName: name, userName: email, emailAddress: email, role, roleId: 1, active: true };
}
