import type { Disagreement } from '../../audit/approved.ts';
import { countItems } from '../../store/items.ts';
import { findRequest, type RequestRow } from '../../store/requests.ts';
import type { StoredPlan } from '../../store/stored-plan.ts';
import type { Context } from '../context.ts';
import { transition } from '../transition.ts';
import { settleRest } from './settle-item.ts';

/** The plan, if it is what was approved; undefined: the request is ended, or another run of this job has moved it on. */
export async function planUnlessTampered(ctx: Context, row: RequestRow): Promise<StoredPlan | undefined> {
  const { plan, disagreement } = await ctx.proveApproval(ctx.database.db, row);
  if (disagreement === undefined) return plan;
  if ((await findRequest(ctx.database.db, row.id))?.state === row.state) {
    await endAsTampered(ctx, row.id, plan.fingerprint, disagreement);
  }
  return undefined;
}

const disagreements: Record<Disagreement, string> = {
  plan: "The stored plan isn't the one that was approved",
  state: "The audit log doesn't say that this was approved and is still to be done",
  log: 'The audit log is broken somewhere since this was approved',
  items: 'The audit log disagrees about what happened to these datasets',
};

/** Ends a request about which the tables do not say what the audit log says. */
export async function endAsTampered(
  ctx: Context,
  requestId: string,
  found: string,
  disagreement: Disagreement,
): Promise<void> {
  const row = await findRequest(ctx.database.db, requestId);
  if (row?.state !== 'approved' && row?.state !== 'applying') return;
  const more = row.state === 'applying' ? 'nothing more' : 'nothing';
  const problem = `${disagreements[disagreement]}, so ${more} was written. Tell an admin.`;
  ctx.logger.error({ requestId: row.id, approved: row.fingerprint, found, disagreement }, problem);
  for (const from of ['waiting', 'by_hand'] as const)
    await settleRest(ctx, row, from, { state: 'failed', reason: problem });
  await settleRest(ctx, row, 'writing', { state: 'failed', reason: `${problem} This one may have been.` });
  await ctx.database.transaction(async (tx) => {
    const detail = { tampered: disagreement, approved: row.fingerprint, found };
    // A plan that is not what was approved is never said to be applied.
    const { verified, already } = await countItems(tx, row.id);
    const to = row.state === 'applying' && verified + already > 0 ? 'partly_applied' : 'failed';
    await transition(ctx, tx, row, { to, changes: { problem }, detail, tell: ['finished'] });
  });
}
