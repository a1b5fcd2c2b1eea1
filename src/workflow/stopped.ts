import { loggedStop } from '../audit/approved.ts';
import type { Handle } from '../store/database.ts';
import type { Context } from './context.ts';

/** Who clicked `Stop`, by the audit log; undefined: nobody did. */
export function stoppedBy(ctx: Context, requestId: string, q: Handle = ctx.database.db): ReturnType<typeof loggedStop> {
  return loggedStop(ctx.authenticEntries, q, requestId);
}

/** Whether somebody clicked `Stop`, by the audit log. */
export async function isStopped(ctx: Context, requestId: string, q?: Handle): Promise<boolean> {
  return (await stoppedBy(ctx, requestId, q)) !== undefined;
}
