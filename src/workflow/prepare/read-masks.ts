import type { FilterPolicy } from '../../change/schema/risk.ts';
import { failedAsUndefined } from '../../domo/absent.ts';
import type { CallOptions } from '../../domo/types.ts';
import type { Context } from '../context.ts';

/** Policies that mask columns (column PDP). Undefined: they can't be seen, since only the product API shows them; that stops nobody. */
export async function readMasks(
  { product }: Pick<Context, 'product'>,
  datasetId: string,
  options: CallOptions,
): Promise<FilterPolicy[] | undefined> {
  const masks = product && (await failedAsUndefined(product.masks(datasetId, options)));
  return masks?.map(({ name, column }) => ({ name, filters: [{ column }], masks: true }));
}
