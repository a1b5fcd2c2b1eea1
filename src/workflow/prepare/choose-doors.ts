import { type Made, withDoors } from '../../change/doors.ts';
import type { Kind, PlanItem } from '../../change/types.ts';
import { DomoError } from '../../domo/errors.ts';
import type { Context } from '../context.ts';
import { refusedBefore } from './refused-before.ts';

/**
 * The plan's items, each with the door by which it is to be written: frozen, and shown before anyone is asked. `made`: what each is,
 * where that can be seen.
 */
export async function chooseDoors(
  ctx: Context,
  kind: Kind,
  items: PlanItem[],
  signal: AbortSignal,
): Promise<{ items: PlanItem[]; made: ReadonlyMap<string, Made> | undefined }> {
  const ids = items.map(({ datasetId }) => datasetId);
  const made = kind === 'owner' ? await readMade(ctx, ids, signal) : undefined;
  return { items: withDoors(items, { made, refusedBefore: await refusedBefore(ctx, kind, ids) }), made };
}

/** What each dataset is. Undefined: there is no product door, or it doesn't open; a request doesn't wait for it. */
async function readMade(
  { product, logger, database }: Context,
  ids: string[],
  signal: AbortSignal,
): Promise<Map<string, Made> | undefined> {
  // An older release beside this one doesn't know the door.
  if (product === undefined || !(await database.allKnowByHand())) return undefined;
  try {
    const read = await product.datasources(ids, { signal, priority: 'soon' });
    return new Map(read.map(({ id, provider, transport, streamId }) => [id, { provider, transport, streamId }]));
  } catch (err) {
    if (!(err instanceof DomoError)) throw err;
    logger.warn({ err }, "what datasets are could not be read: the plan does without Domo's product API");
    return undefined;
  }
}
