import type { LiveDataset } from '../../change/live-item.ts';
import { type ColumnNotes, kindsWritten } from '../../change/schema/column-notes.ts';
import type { Kind } from '../../change/types.ts';
import { DomoAccessTokenError } from '../../domo/errors.ts';
import type { Datasource } from '../../domo/product/types.ts';
import type { CallOptions, DomoDataset } from '../../domo/types.ts';
import { seenOf } from '../../store/item-moves.ts';
import type { ItemRow } from '../../store/items.ts';
import type { Context } from '../context.ts';

/** A dataset as it was right before a write, with what was written about its columns, where that was read. */
export type Seen = DomoDataset & Pick<LiveDataset, 'notes'>;

/**
 * A dataset as Domo has it now. For a schema change its row-security policies are in it, whether Domo put them there or not:
 * what is not seen must not pass for "none". Throws `DomoError`.
 */
export async function readLive(
  ctx: Pick<Context, 'domo'>,
  kind: Kind,
  datasetId: string,
  options: CallOptions,
): Promise<DomoDataset> {
  const live = await ctx.domo.dataset(datasetId, options);
  if (kind === 'owner' || live.deleted === true || live.policies !== undefined) return live;
  return { ...live, policies: await ctx.domo.policies(datasetId, options) };
}

/** The dataset as it was read before our last write of the item, or when people were asked to do it; undefined: it was not. */
export async function seenBefore<T extends Seen | Datasource = Seen>(
  { database }: Context,
  item: ItemRow,
): Promise<T | undefined> {
  const seen = await seenOf(database.db, item);
  return isRead<T>(seen) ? seen : undefined;
}

/** What is written about its columns now, of those kinds in which something was before. Throws `DomoError`. */
export async function readNotesAgain(
  { product }: Pick<Context, 'product'>,
  { id, notes }: Seen,
  options: CallOptions,
): Promise<ColumnNotes | undefined> {
  const kinds = notes === undefined ? [] : kindsWritten(notes);
  if (kinds.length === 0) return undefined;
  if (product === undefined) throw new DomoAccessTokenError("The admin token isn't there any more.");
  return product.notes(id, kinds, options);
}

/** We stored it ourselves, as the item's door had it read. */
function isRead<T>(seen: unknown): seen is T {
  return typeof seen === 'object' && seen !== null && 'id' in seen;
}
