import { isGroup, typeAndNumber } from '../../change/owner/group.ts';
import type { Parties } from '../../change/votes/stewards.ts';
import { DomoError } from '../../domo/errors.ts';
import { coerceError } from '../../errors.ts';
import type { Context } from '../context.ts';
import type { RequestFacts } from '../facts.ts';

/** Who owns the datasets now, and who is to: of a group each member, as Domo has them at this moment. */
export async function ownersOf(
  ctx: Pick<Context, 'product' | 'logger'>,
  { from, to }: Pick<RequestFacts, 'from' | 'to'>,
): Promise<Pick<Parties, 'outgoingIds' | 'incomingIds' | 'membersUnknown'>> {
  try {
    const [outgoingIds, incomingIds] = await Promise.all([members(ctx, from?.id), members(ctx, to?.id)]);
    return { outgoingIds, incomingIds };
  } catch (error) {
    if (!(error instanceof DomoError)) throw error;
    ctx.logger.warn({ err: coerceError(error) }, "who is in a group couldn't be read: no approval counts meanwhile");
    return { membersUnknown: true };
  }
}

async function members({ product }: Pick<Context, 'product'>, id: number | undefined): Promise<number[]> {
  if (id === undefined || !isGroup(id)) return id === undefined ? [] : [id];
  if (product === undefined) throw new DoorClosed('Without an access token Domo tells nobody who is in a group');
  const { userIds } = await product.group(typeAndNumber(id).id, { priority: 'soon' });
  return userIds;
}

class DoorClosed extends DomoError {
  readonly code = 'domo_door_closed';
}
