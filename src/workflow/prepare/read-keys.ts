import { type FeedStream, mayHaveKeys } from '../../change/schema/risk.ts';
import { failedAsUndefined } from '../../domo/absent.ts';
import type { CallOptions } from '../../domo/types.ts';
import type { Context } from '../context.ts';

/** Streams with the keys of their upserts: where the public API doesn't show them, the product API may. */
export async function withKeys(
  { product }: Pick<Context, 'product'>,
  datasetId: string,
  streams: readonly FeedStream[],
  options: CallOptions,
): Promise<FeedStream[]> {
  if (product === undefined || !streams.some(mayHaveKeys)) return [...streams];
  const keyColumnNames = await failedAsUndefined(product.upsertKeys(datasetId, options));
  return streams.map((stream) => (mayHaveKeys(stream) ? { ...stream, keyColumnNames } : stream));
}
