import type { Disagreement } from '../../audit/approved.ts';
import { outcomeOf } from '../../change/states.ts';
import { countItems } from '../../store/items.ts';
import { findRequest, type RequestRow } from '../../store/requests.ts';
import type { StoredPlan } from '../../store/stored-plan.ts';
import type { Context } from '../context.ts';
import type { JobPayload, Told } from '../enqueue.ts';
import { transition } from '../transition.ts';
import { begin } from './begin.ts';
import { mayBegin } from './may-begin.ts';
import { runItems } from './run-items.ts';
import { settleRest } from './settle-item.ts';
import { Unplanned } from './unplanned.ts';

/**
 * Carries out what was approved, from wherever it stands: plan and approval are looked up in the audit log each time, the
 * votes are recounted before the first write, and items that are settled stay as they are. Throws when `signal` aborts; the
 * request then stays `applying`, and whoever takes the job next goes on with it.
 */
export async function apply(given: Context, { requestId }: JobPayload<'apply'>, signal: AbortSignal): Promise<void> {
  const row = await findRequest(given.database.db, requestId);
  if (row?.state !== 'approved' && row?.state !== 'applying') return;
  const recount = row.state === 'approved' ? await mayBegin(given, row, signal) : undefined;
  if (row.state === 'approved' && recount === undefined) return;
  const ctx = recount?.ctx ?? given;
  const plan = await provedPlan(ctx, row);
  if (plan === undefined) return;
  if (recount === undefined) ctx.logger.info({ requestId: row.id, number: row.number }, 'resuming');
  else if (!(await begin(recount, row, plan.fingerprint))) return;
  try {
    const ending = await runItems({ ...ctx, audit: ctx.auditOfRun }, requestId, plan, signal);
    // The job fails then, so that another process takes it at once.
    signal.throwIfAborted();
    await finish(ctx, requestId, ending);
  } catch (error) {
    if (!(error instanceof Unplanned)) throw error;
    await tampered(ctx, requestId, plan.fingerprint, 'plan');
  }
}

/** The plan, if it is what was approved; undefined: the request is ended, or another run of this job has moved it on. */
async function provedPlan(ctx: Context, row: RequestRow): Promise<StoredPlan | undefined> {
  const { plan, disagreement } = await ctx.proveApproval(ctx.database.db, row);
  if (disagreement === undefined) return plan;
  if ((await findRequest(ctx.database.db, row.id))?.state === row.state) {
    await tampered(ctx, row.id, plan.fingerprint, disagreement);
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
async function tampered(ctx: Context, requestId: string, found: string, disagreement: Disagreement): Promise<void> {
  const row = await findRequest(ctx.database.db, requestId);
  if (row?.state !== 'approved' && row?.state !== 'applying') return;
  const more = row.state === 'applying' ? 'nothing more' : 'nothing';
  const problem = `${disagreements[disagreement]}, so ${more} was written. Tell an admin.`;
  ctx.logger.error({ requestId: row.id, approved: row.fingerprint, found, disagreement }, problem);
  await settleRest(ctx, row, 'waiting', { state: 'failed', reason: problem });
  await settleRest(ctx, row, 'writing', { state: 'failed', reason: `${problem} This one may have been.` });
  await ctx.database.transaction(async (tx) => {
    const detail = { tampered: disagreement, approved: row.fingerprint, found };
    // A plan that is not what was approved is never said to be applied.
    const { verified, already } = await countItems(tx, row.id);
    const to = row.state === 'applying' && verified + already > 0 ? 'partly_applied' : 'failed';
    await transition(ctx, tx, row, { to, changes: { problem }, detail, tell: ['finished'] });
  });
}

/** Settles the request by what became of its items, and lets everyone know. */
async function finish(ctx: Context, requestId: string, ending: string | undefined): Promise<void> {
  const ran = await findRequest(ctx.database.db, requestId);
  if (ran?.state !== 'applying' || (await provedPlan(ctx, ran)) === undefined) return;
  await ctx.database.transaction(async (tx) => {
    const row = await findRequest(tx, requestId);
    if (row?.state !== 'applying') return;
    const counts = await countItems(tx, requestId);
    const to = outcomeOf(counts);
    const owners: Told[] = counts.verified === 0 ? [] : row.kind === 'owner' ? ['received', 'given'] : ['changed'];
    const changes = { problem: ending ?? null };
    const moved = await transition(ctx, tx, row, { to, changes, detail: { counts }, tell: ['finished', ...owners] });
    if (moved === undefined || to === 'failed') return;
    for (const after of ctx.policy.recheckAfter) {
      const startAfter = new Date(ctx.now().getTime() + after);
      await ctx.enqueue(tx, 'recheck', { requestId }, { startAfter });
    }
  });
}
