import { coerceError } from '../../errors.ts';
import type { Context } from '../context.ts';

/** What `work` comes to while a form waits for it; `otherwise` where it takes longer than `ms`, or fails, which is logged as `failed`. */
export async function inTime<T>(
  ctx: Pick<Context, 'wait' | 'logger'>,
  ms: number,
  work: Promise<T>,
  { otherwise, failed }: { otherwise: T; failed: string },
): Promise<T> {
  const late = new AbortController();
  try {
    return await Promise.race([work, ctx.wait(ms, late.signal).then(() => otherwise)]);
  } catch (error) {
    ctx.logger.debug({ err: coerceError(error) }, failed);
    return otherwise;
  } finally {
    late.abort();
  }
}
