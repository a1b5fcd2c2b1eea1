import type { AuditEntry } from '../../audit/append.ts';
import { lockRequest, type RequestRow } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import { isStopped } from '../stopped.ts';
import { transition } from '../transition.ts';
import { countAgain, recorded, shortfall } from './count-again.ts';
import type { Recount } from './may-begin.ts';

/** Whether the run begins: this plan was approved, by people who still may. Else the request waits for approval again. */
export async function begin(recount: Recount, row: RequestRow, fingerprint: string): Promise<boolean> {
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
    const after = isDropped ? [dropped(ctx, row)] : [];
    const told = { tell: ['recounted'], call: 'recounted' } as const;
    await transition(ctx, tx, row, { to: 'pending', changes, detail: { problem }, after, ...told });
    return false;
  });
}

function dropped(ctx: Context, { id: requestId, number }: RequestRow): AuditEntry {
  return { event: 'acceptance_dropped', requestId, number, policyHash: ctx.policy.hash, detail: {} };
}
