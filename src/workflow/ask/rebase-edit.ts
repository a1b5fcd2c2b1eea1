import { schemaEqual } from '../../change/schema/diff.ts';
import { editFor, type SchemaEdit } from '../../change/schema/edit.ts';
import { rebaseSchema } from '../../change/schema/rebase.ts';
import type { Column } from '../../change/types.ts';
import type { SchemaForm } from './form.ts';

/** The same edits on today's columns, with a sentence for each that could not be kept. */
export function rebaseEdit(
  { before, after, renames, successors }: Pick<SchemaForm, 'before' | 'after' | 'renames' | 'successors'>,
  now: Column[],
): { edit: SchemaEdit; notes: string[] } {
  const result = rebaseSchema(before, after, renames, now);
  const edit = editFor(now, { ...result, successors });
  if (schemaEqual(before, now)) return { edit, notes: result.conflicts };
  const note = 'The columns changed in Domo since: these are your edits on what is there now.';
  return { edit, notes: [note, ...result.conflicts] };
}
