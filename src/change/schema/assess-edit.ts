import { diffSchema, type SchemaDiff } from './diff.ts';
import { type EditResult, editResult, type SchemaEdit } from './edit.ts';
import { assessSchema, type SchemaChange, type SchemaRisk } from './risk.ts';

/** What is known of a dataset beside its columns, by which a change of them is judged. */
export type Known = Omit<SchemaChange, 'diff' | 'before' | 'after'>;

/** What an edit asks for, and what it puts at risk. */
export function assessEdit(edit: SchemaEdit, known: Known): EditResult & SchemaRisk & { diff: SchemaDiff } {
  const { before } = edit;
  const result = editResult(edit);
  const { after, renames } = result;
  const diff = diffSchema(before, after, renames);
  return { ...result, diff, ...assessSchema({ ...known, diff, before, after }) };
}
