import { ownerId } from '../../../change/owner/group.ts';
import { DomoAccessTokenError } from '../../../domo/errors.ts';
import type { Datasource, Product } from '../../../domo/product/types.ts';
import type { DomoDataset } from '../../../domo/types.ts';
import { hasWrittenBy } from '../../../store/door-counts.ts';
import { itemsOfRun } from '../../../store/item-moves.ts';
import type { ItemRow } from '../../../store/items.ts';
import type { Run } from '../run.ts';

/** A run whose product door is open. */
export interface ProductRun extends Run {
  product: Product;
}

export function hasProductDoor(run: Run): run is ProductRun {
  return run.product !== undefined;
}

/** An item that Domo was asked to change together with others, as it was before. */
export interface WrittenTogether {
  item: ItemRow;
  seen: Datasource;
}

/** As the local copy takes it over. */
export function notedAs({ id, name, description, owner }: Datasource): DomoDataset {
  return { id, name, description, owner: owner && { id: ownerId(owner), name: owner.name } };
}

/**
 * The product door, if it is there at the begin of a run. A token that Domo doesn't take any more is waited for only where something was
 * written with it already: else people do it by hand.
 */
export async function openProductDoor({ ctx, row, patience, calls }: Run): Promise<Product | undefined> {
  const { product, logger, database } = ctx;
  const [ours] = await itemsOfRun(database.db, row.id, 1, 'product');
  if (product === undefined || ours === undefined) return undefined;
  if (await hasWrittenBy(database.db, row.id, 'product')) return product;
  const isOpen = () =>
    product.open(calls).then(
      () => true,
      (err: unknown) => {
        if (!(err instanceof DomoAccessTokenError)) throw err;
        logger.warn({ err, requestId: row.id }, 'the access token that a plan was made for is not taken any more');
        return false;
      },
    );
  return (await patience.through(isOpen, 'lost without')) ? product : undefined;
}
