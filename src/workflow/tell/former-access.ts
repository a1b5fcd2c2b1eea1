import { z } from 'zod';
import { DomoError } from '../../domo/errors.ts';
import { mostAtOnce } from '../../domo/pages.ts';
import { coerceError } from '../../errors.ts';
import { itemPages } from '../../store/items.ts';
import type { RequestRow } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import { readFacts } from '../facts.ts';

const event = 'former_access';
const detail = z.looseObject({ words: z.string() });

/** What a person may still do who owned a dataset: Domo's word, and ours; the most first. */
const levels: [level: string, words: string][] = [
  ['OWNER', 'own'],
  ['CO_OWNER', 'co-own'],
  ['CAN_EDIT', 'edit'],
  ['CAN_SHARE', 'share'],
  ['CAN_VIEW', 'view'],
];

/**
 * What the former owner may still do with what was handed over, in a sentence: left as Domo leaves it. Read once, where the product API
 * can be asked, and kept in the log. Undefined: nothing was handed over, or it can't be seen.
 */
export async function formerAccess(ctx: Context, row: RequestRow): Promise<string | undefined> {
  const { from } = readFacts(row.facts);
  const { product, database, logger } = ctx;
  if (row.kind !== 'owner' || from === undefined || product === undefined) return undefined;
  const [known] = await ctx.authenticEntries(database.db, row.id, [event]);
  if (known !== undefined) return detail.safeParse(known.detail).data?.words;
  const still = new Map<string, number>();
  let datasets = 0;
  try {
    for await (const page of itemPages(database.db, row.id, mostAtOnce)) {
      const ids = page.filter(({ state }) => state === 'verified').map(({ datasetId }) => datasetId);
      const access = await product.access(ids);
      datasets += access.size;
      for (const list of access.values()) {
        const own = list.filter(({ type, id }) => type.toUpperCase() === 'USER' && id === String(from.id));
        const best = levels.find(([level]) => own.some(({ accessLevel }) => accessLevel.toUpperCase() === level));
        if (best !== undefined) still.set(best[1], (still.get(best[1]) ?? 0) + 1);
      }
    }
  } catch (error) {
    if (!(error instanceof DomoError)) throw error;
    logger.warn({ err: coerceError(error), requestId: row.id }, "the previous owner's access could not be read");
    return undefined;
  }
  if (datasets === 0) return undefined;
  const words = sentence(still, datasets);
  const { id: requestId, number } = row;
  await database.transaction((tx) => ctx.auditOfRun(tx, { event, requestId, number, detail: { words, datasets } }));
  return words;
}

/** `The previous owner can still edit 3 of these 12 datasets, and view 1.` */
function sentence(still: ReadonlyMap<string, number>, datasets: number): string {
  const what = datasets === 1 ? 'this dataset' : `these ${datasets.toLocaleString('en-US')} datasets`;
  const parts = levels.flatMap(([, words]) => (still.has(words) ? [[words, still.get(words)] as const] : []));
  const [first, ...others] = parts;
  if (first === undefined) return `In Domo, the previous owner no longer has access to ${what}.`;
  const most = datasets === 1 ? `${first[0]} it` : `${first[0]} ${first[1]} of ${what}`;
  const more = others.map(([words, count]) => `, and ${words} ${count}`).join('');
  return `The previous owner can still ${most}${more}.`;
}
