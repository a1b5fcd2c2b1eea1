import { type ColumnNotes, type NoteKind, noteKinds } from '../../change/schema/column-notes.ts';
import { type FeedStream, type FilterPolicy, mayHaveKeys } from '../../change/schema/risk.ts';
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

/** What people wrote about columns. Undefined: it can't be seen, since only the product API shows it; that stops nobody. */
export async function readNotes(
  { product }: Pick<Context, 'product'>,
  datasetId: string,
  options: CallOptions,
  kinds: readonly NoteKind[] = noteKinds,
): Promise<ColumnNotes | undefined> {
  if (product === undefined || kinds.length === 0) return undefined;
  return failedAsUndefined(product.notes(datasetId, kinds, options));
}
