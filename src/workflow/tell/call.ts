import type { PingReason } from '../../change/types.ts';
import type { PingDue } from '../../change/votes/whom-to-ping.ts';
import type { Handle } from '../../store/database.ts';
import { savePings } from '../../store/pings.ts';
import type { Context } from '../context.ts';

/** Keeps whom to call, and calls those for whom it is time. */
export async function call(ctx: Context, q: Handle, requestId: string, why: PingReason, due: PingDue[]): Promise<void> {
  await savePings(q, requestId, why, due);
  for (const { slackId } of due.filter(({ dueAt }) => dueAt <= ctx.now())) await ctx.enqueue(q, 'ping', { slackId });
}
