import { schemaEqual } from '../../change/schema/diff.ts';
import type { PlanItem } from '../../change/types.ts';
import { decisionAmong } from '../../change/votes/decision.ts';
import { acceptanceOf } from '../../store/acceptance.ts';
import { lastRejected } from '../../store/history.ts';
import { countPlan, itemsFrom, sharedDatasets } from '../../store/items.ts';
import { findRequest, type RequestRow } from '../../store/requests.ts';
import { votesOn } from '../../store/votes.ts';
import type { Context } from '../context.ts';
import { type RequestFacts, readFacts } from '../facts.ts';
import type { AskedBefore } from '../tell/asked-before.ts';

/** So long a rejection is told to those who are asked for the same again, in ms. */
const remembered = 30 * 24 * 60 * 60_000;

/**
 * The newest rejection, in the last 30 days, of a request of this kind for any dataset of this plan, which is stored
 * already; and in what this one differs.
 */
export async function findAskedBefore(
  ctx: Context,
  row: RequestRow,
  items: PlanItem[],
  { to }: Pick<RequestFacts, 'to'>,
): Promise<AskedBefore | undefined> {
  const q = ctx.database.db;
  const since = new Date(ctx.now().getTime() - remembered);
  const id = await lastRejected(q, row.kind, row.id, since);
  const earlier = id === undefined ? undefined : await findRequest(q, id);
  const decision = earlier && decisionAmong(earlier, await votesOn(q, earlier.id), acceptanceOf(earlier));
  if (earlier === undefined || decision === undefined) return undefined;
  const [first] = await itemsFrom(q, earlier.id, 0, 1);
  const [now] = items;
  const was = first?.change;
  const count = await countPlan(q, earlier.id);
  const differs = {
    'new owner': row.kind === 'owner' && readFacts(earlier.facts).to?.id !== to?.id,
    'other datasets': count !== items.length || (await sharedDatasets(q, row.id, earlier.id)) !== count,
    'other columns':
      now?.change.kind === 'schema' && was?.kind === 'schema' && !schemaEqual(was.after, now.change.after),
  };
  const changed = (['new owner', 'other datasets', 'other columns'] as const).filter((each) => differs[each]);
  const { by, choice, comment, at } = decision;
  return {
    number: earlier.number,
    by: { slackId: by.slackId, name: by.name },
    ...(choice === 'decline' && { declined: true }),
    at: at.toISOString(),
    comment,
    changed,
  };
}
