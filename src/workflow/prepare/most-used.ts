import { DomoError } from '../../domo/errors.ts';
import { coerceError } from '../../errors.ts';
import type { Context } from '../context.ts';

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
  try {
    const read = await product.datasources(ids, { signal, priority: 'soon' });
    const uses = read.flatMap(({ cardCount, dataFlowCount }) =>
      cardCount === undefined || dataFlowCount === undefined ? [] : [cardCount + dataFlowCount],
    );
    return uses.length < ids.length ? undefined : uses.reduce((most, each) => Math.max(most, each), 0);
  } catch (error) {
    if (!(error instanceof DomoError)) throw error;
    logger.warn({ err: coerceError(error) }, 'how much uses the datasets could not be read');
    return undefined;
  }
}
