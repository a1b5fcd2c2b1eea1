import { absentAsUndefined } from '../../../domo/absent.ts';
import { DomoError, DomoNotFoundError } from '../../../domo/errors.ts';
import type { Datasource } from '../../../domo/product/types.ts';
import type { ItemRow } from '../../../store/items.ts';
import type { ProductRun } from './product-run.ts';

/**
 * Datasets as Domo shows them now, by id: all in one call, and each that is absent from it alone; undefined: it is gone. Throws where
 * they can't be read together.
 */
export async function readTogether(
  run: ProductRun,
  items: ItemRow[],
): Promise<Map<string, Datasource | DomoError | undefined>> {
  const { product, patience, calls } = run;
  const ask = <T>(call: () => Promise<T>) => patience.through(call, () => product.me(calls));
  const ids = items.map(({ datasetId }) => datasetId);
  const found = await ask(() => product.datasources(ids, calls));
  const read = new Map<string, Datasource | DomoError | undefined>(found.map((each) => [each.id, each]));
  for (const id of ids.filter((each) => !read.has(each))) {
    try {
      read.set(
        id,
        await absentAsUndefined(
          ask(() => product.datasource(id, calls)),
          [DomoNotFoundError],
        ),
      );
    } catch (error) {
      if (!(error instanceof DomoError) || run.signal.aborted) throw error;
      read.set(id, error);
    }
  }
  return read;
}
