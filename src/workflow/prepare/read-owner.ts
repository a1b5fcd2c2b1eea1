import { nameOfId } from '../../change/owner/name-of-id.ts';
import type { Owner } from '../../change/types.ts';
import { absentAsUndefined } from '../../domo/absent.ts';
import type { Context } from '../context.ts';

/**
 * An owner as Domo knows them at this moment; what a deleted person was called, and what no user is called, the catalog
 * may know, or `named`. Throws `DomoError`.
 */
export async function readOwner(ctx: Context, id: number, signal: AbortSignal, named?: string): Promise<Owner> {
  const user = await absentAsUndefined(ctx.domo.user(id, { signal, priority: 'soon' }));
  const known = await ctx.catalog.owner(id);
  const name = user?.name || named || known?.name || nameOfId(id);
  const email = user?.email ?? known?.email;
  if (user === undefined) return { id, name, email, standing: 'unknown' };
  return { id, name, email, standing: user.deleted === true ? 'deleted' : 'active' };
}
