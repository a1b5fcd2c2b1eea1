import type { RequestRow } from '../../store/requests.ts';
import { ownersTouched, touchedOf } from '../../store/uses.ts';
import type { Context } from '../context.ts';
import type { JobPayload } from '../enqueue.ts';
import { describe } from './describe.ts';
import { asUse } from './read-request.ts';
import { slackIdOf } from './slack-id-of.ts';

/**
 * Tells those who own what a schema change may break that it was asked for: first finds out who they are in Slack, then tells each
 * by a job of their own, so that a retry tells nobody twice. Not the requester, who knows.
 */
export async function tellAffected(
  ctx: Context,
  row: RequestRow,
  { slackId, ownerId }: Pick<JobPayload<'tell'>, 'slackId' | 'ownerId'>,
): Promise<void> {
  if (slackId === undefined || ownerId === undefined) return findAffected(ctx, row);
  const uses = (await touchedOf(ctx.database.db, row.id, ownerId)).map(asUse);
  const request = await describe(ctx, row, 'stored');
  if (uses.length > 0) await ctx.notifier.tell(slackId, { about: 'affected', request, uses });
}

async function findAffected(ctx: Context, row: RequestRow): Promise<void> {
  const hearing = new Map<string, number>();
  for (const ownerId of await ownersTouched(ctx.database.db, row.id)) {
    const slackId = await slackIdOf(ctx, await ctx.catalog.owner(ownerId));
    if (slackId !== undefined && slackId !== row.requester.slackId) hearing.set(slackId, ownerId);
  }
  await ctx.database.transaction(async (tx) => {
    for (const [slackId, ownerId] of hearing) {
      await ctx.enqueue(tx, 'tell', { requestId: row.id, about: 'affected', slackId, ownerId });
    }
  });
}
