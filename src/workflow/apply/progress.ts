import type { Context } from '../context.ts';

/** Asks for a repaint of the card, no more often than every `timing.progress` ms: Slack allows about 50 a minute in all. */
export function createProgress(ctx: Context, requestId: string): () => Promise<void> {
  let last = ctx.now().getTime();
  return async () => {
    const now = ctx.now().getTime();
    if (now - last < ctx.timing.progress) return;
    last = now;
    await ctx.enqueue(ctx.database.db, 'paint', { requestId });
  };
}
