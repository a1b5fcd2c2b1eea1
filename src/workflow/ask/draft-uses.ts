import { sumUses } from '../../change/uses.ts';
import { saveDraftUses } from '../../store/drafts.ts';
import type { Context } from '../context.ts';
import { readUses } from '../prepare/read-uses.ts';
import { asDraft, type Draft } from './draft.ts';

/** Whether there is a way to see what uses a dataset. */
export async function seesUses({ product }: Context): Promise<boolean> {
  return product !== undefined;
}

/** Reads what uses a draft's dataset, and keeps how much that is. The same draft where it can't be seen; undefined: it is gone. */
export async function lookUpUses(ctx: Context, draft: Draft): Promise<Draft | undefined> {
  const dataset = { id: draft.datasetId, columns: draft.edit.before.map(({ name }) => name) };
  const uses = await readUses(ctx, dataset, { priority: 'person' });
  if (uses === undefined) return draft;
  const row = await saveDraftUses(ctx.database.db, draft.id, sumUses(uses));
  return row && asDraft(row);
}
