import { quoteNames } from '../show-name.ts';
import type { Column } from '../types.ts';

export const noteKinds = ['description', 'tags', 'synonyms'] as const;
export type NoteKind = (typeof noteKinds)[number];

/** Something that people wrote about a column. */
export interface ColumnNote {
  column: string;
  kind: NoteKind;
  text: string;
}

/** What people wrote about the columns of a dataset, of those kinds that could be read. */
export interface ColumnNotes {
  kinds: readonly NoteKind[];
  notes: readonly ColumnNote[];
}

/** Of a description, or of a list whose order says nothing; undefined: nothing is written. */
export function columnNote(column: string, kind: NoteKind, written: unknown): ColumnNote | undefined {
  const text = Array.isArray(written) ? written.map(String).toSorted().join(', ') : written;
  return typeof text === 'string' && text.trim() !== '' ? { column, kind, text } : undefined;
}

/** As far as the columns themselves show them. */
export function notesInColumns(columns: readonly Column[]): ColumnNotes {
  return {
    kinds: noteKinds.filter((kind) => columns.some((column) => kind in column)),
    notes: columns.flatMap((column) => noteKinds.flatMap((kind) => columnNote(column.name, kind, column[kind]) ?? [])),
  };
}

export function kindsWritten({ notes }: ColumnNotes): NoteKind[] {
  return noteKinds.filter((kind) => notes.some((note) => note.kind === kind));
}

/** Of renamed columns those, by their old names, about which something is written: Domo may leave it with the old name. */
export function writtenOfRenamed({ notes }: ColumnNotes, renames: Readonly<Record<string, string>>): string[] {
  return [...new Set(notes.map(({ column }) => column))].filter((column) => Object.hasOwn(renames, column));
}

/**
 * What was written about columns and is not as it was, in phrases: `description of “Weight”`. What is written about a column goes away with
 * it, and belongs to its new name after a rename. A kind that could not be read after it is not compared.
 */
export function movedNotes(
  before: ColumnNotes,
  after: ColumnNotes,
  change: { before: readonly Named[]; after: readonly Named[]; renames: Readonly<Record<string, string>> },
): string[] {
  const nowCalled = successorsOf(change);
  return noteKinds.flatMap((kind) => {
    if (!before.kinds.includes(kind) || !after.kinds.includes(kind)) return [];
    const [was, is] = [textsOf(before, kind), textsOf(after, kind)];
    const moved = [...nowCalled].filter(([old, name]) => was.get(old) !== is.get(name)).map(([, name]) => name);
    return moved.length === 0 ? [] : [`${kind} of ${quoteNames(moved)}`];
  });
}

type Named = Pick<Column, 'name'>;

/** Of the columns that stay, the name before and the name after. */
function successorsOf({ before, after, renames }: Parameters<typeof movedNotes>[2]): Map<string, string> {
  const there = new Set(after.map(({ name }) => name));
  // A name that a rename takes is not that of the column which had it before.
  const taken = new Set(Object.values(renames));
  const stays = before.flatMap(({ name }): [string, string][] => {
    const now = Object.hasOwn(renames, name) ? renames[name] : taken.has(name) ? undefined : name;
    return now === undefined || !there.has(now) ? [] : [[name, now]];
  });
  return new Map(stays);
}

function textsOf({ notes }: ColumnNotes, kind: NoteKind): Map<string, string> {
  return new Map(notes.flatMap((note) => (note.kind === kind ? [[note.column, note.text]] : [])));
}
