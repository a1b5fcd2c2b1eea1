import { countByHand, handWorkOf } from '../../store/hand-work.ts';
import type { RequestRow } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import type { HandView } from '../tell/request-view.ts';
import { holderNow } from './people.ts';

/** Of those who may do it, so many are named. */
const mostNames = 5;

/** Undefined: the request's run is not over, or nothing of it is to be done by hand. */
export async function handViewOf(ctx: Context, { id, state }: RequestRow): Promise<HandView | undefined> {
  const q = ctx.database.db;
  const work = state === 'applying' ? await handWorkOf(q, id) : undefined;
  if (work === undefined) return undefined;
  const { asked } = await countByHand(q, id);
  return { asked, holder: await holderNow(ctx, work), until: work.until, people: await peopleNames(ctx) };
}

/** Whom the policy names for it, groups and people by name. */
async function peopleNames({ policy, directory }: Context): Promise<string[]> {
  const some = policy.byHand.slice(0, mostNames);
  const names = some.map(async (id) =>
    id.startsWith('S') ? directory.groupName(id) : (await directory.member(id)).name,
  );
  return (await Promise.all(names)).filter((name) => name !== undefined);
}
