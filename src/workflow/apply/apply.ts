import { findRequest, lockRequest, type RequestRow } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import type { JobPayload } from '../enqueue.ts';
import { entryOf } from '../entry.ts';
import { isStopped } from '../stopped.ts';
import { transition } from '../transition.ts';
import { endAsTampered, planUnlessTampered } from './approved-plan.ts';
import { countAgain, recorded, shortfall } from './count-again.ts';
import { finish } from './finish.ts';
import { runItems } from './run-items.ts';
import { Unplanned } from './unplanned.ts';
import { type Recount, waitToBegin } from './wait-to-begin.ts';

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

/** Whether the run begins: this plan was approved, by people who still may. Else the request waits for approval again. */
async function begin(recount: Recount, row: RequestRow, fingerprint: string): Promise<boolean> {
  const { ctx } = recount;
  return ctx.database.transaction(async (tx) => {
    const counted = await countAgain(recount, tx, row, fingerprint);
    // What was stopped before it began writes nothing, however many votes there are.
    await lockRequest(tx, row.id);
    const stopped = await isStopped(ctx, row.id, tx);
    if (counted.satisfied || stopped) {
      const detail = { fingerprint, ...recorded(counted, fingerprint) };
      const changes = { startedAt: ctx.now() };
      return (await transition(ctx, tx, row, { to: 'applying', changes, detail })) !== undefined;
    }
    const problem = shortfall(recount, row, fingerprint, counted);
    const isDropped = counted.unlogged.acceptance !== undefined;
    const changes = { problem, decidedAt: null, ...(isDropped && { acceptance: null }) };
    // What nobody gave is not left there: the incoming owner is asked.
    const causes = isDropped ? [entryOf(ctx, row, 'acceptance_dropped')] : [];
    const told = { tell: ['recounted'], call: 'recounted' } as const;
    await transition(ctx, tx, row, { to: 'pending', changes, detail: { problem }, causes, ...told });
    return false;
  });
}
