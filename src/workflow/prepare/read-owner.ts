import { isGroup, typeAndNumber } from '../../change/owner/group.ts';
import { nameOfId } from '../../change/owner/name-of-id.ts';
import type { Owner } from '../../change/types.ts';
import { absentAsUndefined } from '../../domo/absent.ts';
import type { Context } from '../context.ts';

/**
 * An owner as Domo knows them at this moment; what a deleted person was called, and what no user is called, the catalog
 * may know, or `named`. Throws `DomoError`.
 */
export async function readOwner(ctx: Context, id: number, signal: AbortSignal, named?: string): Promise<Owner> {
  return (await readOwnerAndRole(ctx, id, signal, named)).owner;
}

/** The same with their role in Domo, where Domo says it. */
export async function readOwnerAndRole(
  ctx: Context,
  id: number,
  signal: AbortSignal,
  named?: string,
): Promise<{ owner: Owner; role?: string | undefined }> {
  if (isGroup(id)) return { owner: await readGroup(ctx, id, signal) };
  const user = await absentAsUndefined(ctx.domo.user(id, { signal, priority: 'soon' }));
  const known = await ctx.catalog.owner(id);
  const name = user?.name || named || known?.name || nameOfId(id);
  const email = user?.email ?? known?.email;
  if (user === undefined) return { owner: { id, name, email, standing: 'unknown' } };
  const standing = user.deleted === true ? 'deleted' : 'active';
  return { owner: { id, name, email, standing }, role: user.role };
}

/** A group that Domo has no more, or that can't be seen, is `unknown`. */
async function readGroup(ctx: Context, id: number, signal: AbortSignal): Promise<Owner> {
  const { id: number } = typeAndNumber(id);
  const group = await absentAsUndefined(ctx.product?.group(number, { signal, priority: 'soon' }) ?? nothing);
  const name = group?.name ?? (await ctx.catalog.owner(id))?.name ?? nameOfId(id);
  return { id, name, standing: group === undefined ? 'unknown' : 'group' };
}

const nothing = Promise.resolve(undefined);
