import type { CallOptions, Domo, DomoDataset } from '../domo/types.ts';
import type { Handle } from '../store/database.ts';
import { askAlone } from './ask-alone.ts';
import { lookUpOwners } from './look-up-owners.ts';
import { writeNoted } from './write-datasets.ts';

/** How far Domo's clock may be behind ours, in ms. */
const skew = 10 * 60_000;

/**
 * Takes over what Domo changed or made since `since`, from its list by last update. Resolves to false, with nothing promised, when
 * Domo does not say when a listed dataset was updated. Throws DomoError.
 */
export async function catchUpSince(q: Handle, domo: Domo, since: Date, signal?: AbortSignal): Promise<boolean> {
  const from = since.getTime() - skew;
  const options: CallOptions = { signal, priority: 'soon' };
  for (let offset = 0; ; ) {
    const page = await domo.datasetPage(offset, { sort: 'lastUpdated', ...options });
    if (page.length === 0) return true;
    const dated = page.map((dataset) => ({ dataset, at: lastChange(dataset) }));
    if (dated.some(({ at }) => Number.isNaN(at))) return false;
    const newer = dated.filter(({ at, dataset }) => at >= from && !dataset.deleted).map(({ dataset }) => dataset);
    const read = await Promise.all(newer.map((dataset) => withOwner(domo, dataset, options)));
    const live = read.filter((dataset) => dataset !== undefined);
    await writeNoted(q, live);
    await lookUpOwners(q, domo, live, options);
    if (newer.length < page.length) return true;
    offset += page.length;
  }
}

async function withOwner(domo: Domo, listed: DomoDataset, options: CallOptions): Promise<DomoDataset | undefined> {
  if (listed.owner) return listed;
  const alone = await askAlone(domo, listed.id, options);
  if (alone === 'refused') return listed;
  return alone === 'absent' ? undefined : alone;
}

function lastChange({ updatedAt, createdAt }: DomoDataset): number {
  const times = [updatedAt, createdAt].flatMap((at) => (at === undefined ? [] : [Date.parse(at)]));
  return times.length === 0 ? Number.NaN : Math.max(...times);
}
