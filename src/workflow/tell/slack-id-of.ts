import type { Owner } from '../../change/types.ts';
import type { Context } from '../context.ts';
import { findInSlack } from '../vote/new-owner.ts';

/** Who an owner in Domo is in Slack, by the rule by which a new owner is found, also where only the catalog has their email. Undefined: nobody. */
export async function slackIdOf(ctx: Context, owner: Owner | undefined): Promise<string | undefined> {
  if (owner === undefined) return undefined;
  const email = owner.email ?? (await ctx.catalog.owner(owner.id))?.email;
  const found = await findInSlack(ctx, { ...owner, email });
  return 'slackId' in found ? found.slackId : undefined;
}
