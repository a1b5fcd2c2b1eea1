import { schemaEqual } from '../../change/schema/diff.ts';
import type { ItemState } from '../../change/types.ts';
import { absentAsUndefined } from '../../domo/absent.ts';
import { itemsFrom, laterSchemaItems } from '../../store/items.ts';
import { cardOf } from '../../store/messages.ts';
import { findRequest } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import type { JobPayload } from '../enqueue.ts';
import { describe } from '../tell/describe.ts';

const mayHaveChanged: readonly ItemState[] = ['writing', 'verified', 'already', 'unverified'];

/**
 * Reads the schema once more, `recheck_after` an applied change: a connector or DataFlow may have written its own back. The
 * thread hears of it only then. Throws `DomoError` and `NotifierUnavailable`, for the job to be tried again.
 */
export async function recheck(ctx: Context, { requestId }: JobPayload<'recheck'>): Promise<void> {
  const row = await findRequest(ctx.database.db, requestId);
  const [item] = await itemsFrom(ctx.database.db, requestId, 0, 1);
  if (row?.state !== 'applied' || item?.change.kind !== 'schema') return;
  // What a later request of ours may have changed since is not worth telling.
  const later = await laterSchemaItems(ctx.database.db, item.datasetId, row.number);
  if (later.some((state) => mayHaveChanged.includes(state))) return;
  const live = await absentAsUndefined(ctx.domo.dataset(item.datasetId));
  const columns = live?.deleted === true ? undefined : live?.schema?.columns;
  const holds = columns !== undefined && schemaEqual(columns, item.change.after);
  const nowShows = columns !== undefined && schemaEqual(columns, item.change.before) ? 'before' : 'other';
  const reverted = columns !== undefined && !holds;
  const card = await cardOf(ctx.database.db, requestId);
  if (reverted && card !== undefined) {
    await ctx.notifier.reply(card, { about: 'reverted', request: await describe(ctx, row, 'stored'), nowShows });
  }
  await ctx.database.transaction((tx) =>
    ctx.audit(tx, {
      event: reverted ? 'schema_reverted' : 'schema_rechecked',
      requestId,
      number: row.number,
      policyHash: ctx.policy.hash,
      detail: { datasetId: item.datasetId, holds, ...(reverted && { nowShows, columns }) },
    }),
  );
}
