import { DomoError } from '../../domo/errors.ts';
import { coerceError } from '../../errors.ts';
import type { Context } from '../context.ts';

/** As many ids as one read of the product API takes. */
const together = 100;

/**
 * How many cards and DataFlows use the one of these datasets that most use: for a policy that goes by it, a call for each 100.
 * Undefined: that can't be seen of each.
 */
export async function mostUsed(
  { product, policy, logger }: Context,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<number | undefined> {
  if (product === undefined || !policy.rules.some(({ when }) => when.uses !== undefined)) return undefined;
  let most = 0;
  try {
    for (let at = 0; at < ids.length; at += together) {
      const some = ids.slice(at, at + together);
      const read = await product.datasources(some, { signal, priority: 'soon' });
      const uses = read.map(
        ({ cardCount, dataFlowCount }) => (cardCount ?? Number.NaN) + (dataFlowCount ?? Number.NaN),
      );
      if (read.length < some.length || uses.some(Number.isNaN)) return undefined;
      most = Math.max(most, ...uses);
    }
    return most;
  } catch (error) {
    if (!(error instanceof DomoError)) throw error;
    logger.warn({ err: coerceError(error) }, 'how much uses the datasets could not be read');
    return undefined;
  }
}
