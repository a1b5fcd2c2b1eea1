import type { SchemaDiff } from '../../change/schema/diff.ts';
import { changedColumns, touches, touchOf, type Use } from '../../change/uses.ts';
import { DomoError } from '../../domo/errors.ts';
import type { CallOptions } from '../../domo/types.ts';
import { coerceError } from '../../errors.ts';
import type { PlannedUse } from '../../store/uses.ts';
import type { Context } from '../context.ts';

/** What uses a dataset. Undefined: it can't be seen, since there is no product door or Domo doesn't answer through it; that stops nobody. */
export async function readUses(
  { product, logger }: Pick<Context, 'product' | 'logger'>,
  dataset: { id: string; columns: readonly string[] },
  options: CallOptions,
): Promise<Use[] | undefined> {
  if (product === undefined) return undefined;
  try {
    return await product.uses(dataset, options);
  } catch (error) {
    if (!(error instanceof DomoError)) throw error;
    logger.warn({ err: coerceError(error), datasetId: dataset.id }, 'what uses a dataset could not be read');
    return undefined;
  }
}

/** The uses of a plan, those first that its change may break, with what their owners are called. */
export async function plannedUses(
  { catalog }: Pick<Context, 'catalog'>,
  uses: readonly Use[],
  diff: SchemaDiff,
): Promise<PlannedUse[]> {
  const changed = changedColumns(diff);
  const ids = [...new Set(uses.flatMap(({ ownerId }) => ownerId ?? []))];
  const owners = new Map(await Promise.all(ids.map(async (id) => [id, (await catalog.owner(id))?.name] as const)));
  return uses
    .map((use) => ({
      ...use,
      ownerName: use.ownerId === undefined ? undefined : owners.get(use.ownerId),
      touched: touchOf(use, changed),
    }))
    .sort((a, b) => touches.indexOf(a.touched) - touches.indexOf(b.touched));
}
