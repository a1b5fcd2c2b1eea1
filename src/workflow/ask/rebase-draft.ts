import { schemaEqual } from '../../change/schema/diff.ts';
import { draftFrom, type SchemaDraft } from '../../change/schema/edit.ts';
import { rebaseSchema } from '../../change/schema/rebase.ts';
import type { Column } from '../../change/types.ts';
import type { SchemaForm } from '../types.ts';

/** The same edits on today's columns, with a sentence for each that could not be kept. */
export function rebaseDraft(
  { before, after, renames }: Pick<SchemaForm, 'before' | 'after' | 'renames'>,
  now: Column[],
): { edit: SchemaDraft; notes: string[] } {
  const result = rebaseSchema(before, after, renames, now);
  const edit = draftFrom(now, result);
  if (schemaEqual(before, now)) return { edit, notes: result.conflicts };
  const note = 'The columns changed in Domo since: these are your edits on what is there now.';
  return { edit, notes: [note, ...result.conflicts] };
}
