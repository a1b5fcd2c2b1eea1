import { type ColumnNotes, type NoteKind, noteKinds } from '../../change/schema/column-notes.ts';
import { failedAsUndefined } from '../../domo/absent.ts';
import type { CallOptions } from '../../domo/types.ts';
import type { Context } from '../context.ts';

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
