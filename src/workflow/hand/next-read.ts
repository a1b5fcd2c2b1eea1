import type { Context } from '../context.ts';

/** When Domo is read again after so many reads: the longer nobody does anything, the later. */
export function nextRead(ctx: Pick<Context, 'now' | 'timing'>, reads: number): Date {
  const { handReads } = ctx.timing;
  return new Date(ctx.now().getTime() + (handReads[reads] ?? handReads.at(-1) ?? 0));
}
