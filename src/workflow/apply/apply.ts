import { findRequest } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import type { JobPayload } from '../enqueue.ts';
import { endAsTampered, planUnlessTampered } from './approved-plan.ts';
import { begin } from './begin.ts';
import { finish } from './finish.ts';
import { runItems } from './run-items.ts';
import { Unplanned } from './unplanned.ts';
import { waitToBegin } from './wait-to-begin.ts';

/**
 * Carries out what was approved, from wherever it stands: plan and approval are looked up in the audit log each time, the
 * votes are recounted before the first write, and items that are settled stay as they are. Throws when `signal` aborts; the
 * request then stays `applying`, and whoever takes the job next goes on with it.
 */
export async function apply(given: Context, { requestId }: JobPayload<'apply'>, signal: AbortSignal): Promise<void> {
  const row = await findRequest(given.database.db, requestId);
  if (row?.state !== 'approved' && row?.state !== 'applying') return;
  const recount = row.state === 'approved' ? await waitToBegin(given, row, signal) : undefined;
  if (row.state === 'approved' && recount === undefined) return;
  const ctx = recount?.ctx ?? given;
  const plan = await planUnlessTampered(ctx, row);
  if (plan === undefined) return;
  if (recount === undefined) ctx.logger.info({ requestId: row.id, number: row.number }, 'resuming');
  else if (!(await begin(recount, row, plan.fingerprint))) return;
  try {
    const ending = await runItems({ ...ctx, audit: ctx.auditOfRun }, requestId, plan, signal, recount?.newOwnerSeen);
    // The job fails then, so that another process takes it at once.
    signal.throwIfAborted();
    await finish(ctx, requestId, ending);
  } catch (error) {
    if (!(error instanceof Unplanned)) throw error;
    await endAsTampered(ctx, requestId, plan.fingerprint, 'plan');
  }
}
