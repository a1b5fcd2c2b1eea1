import { lockRequest, type RequestRow } from '../../store/requests.ts';
import { entryOf } from '../entry.ts';
import { isStopped } from '../stopped.ts';
import { transition } from '../transition.ts';
import { countAgain, recorded, shortfall } from './count-again.ts';
import type { Recount } from './wait-to-begin.ts';

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
    const causes = isDropped ? [entryOf(ctx, row, 'acceptance_dropped')] : [];
    const told = { tell: ['recounted'], call: 'recounted' } as const;
    await transition(ctx, tx, row, { to: 'pending', changes, detail: { problem }, causes, ...told });
    return false;
  });
}
