import { DomoNotFoundError, DomoRefusedError } from '../domo/errors.ts';
import type { CallOptions, Domo, DomoDataset } from '../domo/types.ts';

/** One dataset as Domo shows it; `absent`: deleted or never there. Throws DomoError for all else but a refusal. */
export async function askAlone(
  domo: Domo,
  id: string,
  options: CallOptions,
): Promise<DomoDataset | 'absent' | 'refused'> {
  try {
    const dataset = await domo.dataset(id, options);
    return dataset.deleted ? 'absent' : dataset;
  } catch (error) {
    if (error instanceof DomoNotFoundError) return 'absent';
    if (error instanceof DomoRefusedError) return 'refused';
    throw error;
  }
}
