import type { Context } from '../context.ts';

/** Repaints the requester's message every `timing.reading` ms while `work` goes on: what takes longer shows how far it is. */
export async function whileTelling<T>(
  ctx: Context,
  requestId: string,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const done = new AbortController();
  const until = AbortSignal.any([signal, done.signal]);
  const repaint = async (): Promise<void> => {
    for (;;) {
      await ctx.wait(ctx.timing.reading, until);
      await ctx.enqueue(ctx.database.db, 'paint', { requestId });
    }
  };
  // It ends when it is aborted, or by an error that the work will meet as well.
  const telling = repaint().catch(() => undefined);
  try {
    return await work();
  } finally {
    done.abort();
    await telling;
  }
}
