import type { Owner } from '../../change/types.ts';
import type { Context } from '../context.ts';

/** Who a Domo user is in Slack: whom the policy names, else exactly one member of their e-mail. Undefined: nobody. */
export async function slackIdOf(ctx: Context, owner: Owner | undefined): Promise<string | undefined> {
  if (owner === undefined) return undefined;
  const named = Object.entries(ctx.policy.people).find(([, domoId]) => domoId === owner.id)?.[0];
  const email = owner.email ?? (await ctx.catalog.owner(owner.id))?.email;
  const found = named !== undefined || email === undefined ? undefined : await ctx.directory.byEmail(email);
  return named ?? (found?.membership === 'member' ? found.slackId : undefined);
}
