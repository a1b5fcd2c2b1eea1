import { z } from 'zod';
import type { ItemRow } from '../../store/items.ts';
import type { RequestRow } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import { entryOf } from '../entry.ts';

const event = 'by_hand_seen';
/** `since`: when data had last come in; '' where Domo does not say. Null: the columns are as before again. */
const detail = z.looseObject({ since: z.string().nullable() });

/** As the audit log has it, since it decides what counts as done: when data had last come in as the new columns were first seen. */
export async function shownSince(ctx: Context, requestId: string): Promise<string | undefined> {
  const newest = (await ctx.authenticEntries(ctx.database.db, requestId, [event])).at(-1);
  return newest === undefined ? undefined : (detail.parse(newest.detail).since ?? undefined);
}

export async function noteShown(
  ctx: Context,
  row: RequestRow,
  { datasetId }: ItemRow,
  since: string | undefined,
): Promise<void> {
  const entry = entryOf(ctx, row, event, { datasetId, since: since ?? null });
  await ctx.database.transaction((tx) => ctx.audit(tx, entry));
}
