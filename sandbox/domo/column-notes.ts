import type { ApiCall, Instance } from './api.ts';
import type { WorldColumn, WorldDataset } from './types.ts';
import type { DatasetEdit } from './world.ts';

/** What a PUT of columns does to what people wrote about them. */
export function withNotesOf(edit: DatasetEdit, before: WorldDataset, call: ApiCall, { faults }: Instance): DatasetEdit {
  if (edit.columns === undefined) return edit;
  const as = faults.strike('column_notes', call)?.as;
  if (as === 'lost') return { ...edit, columns: edit.columns.map(bare), columnNotes: {} };
  return as === 'followed' ? { ...edit, columnNotes: followed(edit.columns, before) } : edit;
}

function followed(columns: readonly WorldColumn[], before: WorldDataset): WorldDataset['columnNotes'] {
  const there = new Set(columns.map(({ name }) => name));
  const names = new Map(before.columns.map(({ name }, at) => [name, there.has(name) ? name : columns[at]?.name]));
  const notes = Object.entries(before.columnNotes).map(([name, note]) => [names.get(name) ?? name, note]);
  return Object.fromEntries(notes);
}

function bare({ name, type }: WorldColumn): WorldColumn {
  return { name, type };
}

/** Columns as a read shows them. */
export function shownColumns(dataset: WorldDataset, call: ApiCall, { faults }: Instance): readonly WorldColumn[] {
  if (!faults.strike('column_notes_shown', call)) return dataset.columns;
  return dataset.columns.map((column) => ({ ...column, ...dataset.columnNotes[column.name] }));
}
