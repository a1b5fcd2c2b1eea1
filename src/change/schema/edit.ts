import type { Column } from '../types.ts';
import { applyDiff, diffSchema, type NameAndType, pairColumns } from './diff.ts';
import { suggestRenames } from './renames.ts';

/** A column as a person has it in an edit. */
export interface EditedColumn {
  /** Stays the same through every edit, so that a click in a stale view still means the same column. */
  id: string;
  name: string;
  type: string;
  /** Its position in `before`; absent: a new column. */
  from?: number | undefined;
  /** Marked removed: still shown where it was, so that it can be kept after all. Only columns that Domo has. */
  removed?: true | undefined;
  /** The rename was not stated but guessed from a pasted text. */
  suggested?: true | undefined;
  /** Of a new column: the name of the one in whose place it comes, which is removed later, by a request of its own. */
  successorOf?: string | undefined;
}

/** A schema change that someone is making: a value, never altered in place, and plain JSON. */
export interface SchemaEdit {
  /** The columns as Domo had them when the edit was begun. */
  before: Column[];
  columns: EditedColumn[];
  /** How many columns were ever added: the next one's id. */
  added: number;
}

export interface EditResult {
  after: Column[];
  /** Name before → name after. */
  renames: Record<string, string>;
  /** Absent: none. */
  successors?: Successor[] | undefined;
}

/** A column that comes beside the one in whose place it is to be. */
export interface Successor {
  name: string;
  of: string;
}

export function beginEdit(before: Column[]): SchemaEdit {
  return { before, columns: before.map(({ name, type }, from) => ({ id: `b${from}`, name, type, from })), added: 0 };
}

/** The edit that asks for exactly this: the other way of `editResult`. Nothing in it is guessed. */
export function editFor(before: Column[], { after, renames, successors = [] }: EditResult): SchemaEdit {
  const { columns } = beginEdit(before);
  const partners = pairColumns(before, after, renames);
  const owners = new Map(columns.flatMap((column, i) => (partners[i] === undefined ? [] : [[partners[i], column]])));
  let added = 0;
  const next = after.map(({ name, type }, at): EditedColumn => {
    const own = owners.get(at);
    if (own) return { ...own, name, type };
    const of = successors.find((each) => each.name === name)?.of;
    return { id: `n${added++}`, name, type, ...(of !== undefined && { successorOf: of }) };
  });
  const left = new Set(columns.filter((_, i) => partners[i] === undefined));
  return { before, columns: withRemoved(columns, next, left), added };
}

/** The columns that will be there, in order: those not marked removed. Positions of edits count these, from 0. */
export function liveColumns(edit: SchemaEdit): EditedColumn[] {
  return edit.columns.filter(({ removed }) => !removed);
}

/** The position right after the column of that id, or the first, for a column that is `moving` or new; undefined: it is not there. */
export function positionAfter(edit: SchemaEdit, after: string | 'first', moving?: string): number | undefined {
  if (after === 'first') return 0;
  const at = liveColumns(edit)
    .filter(({ id }) => id !== moving)
    .findIndex(({ id }) => id === after);
  return at < 0 ? undefined : at + 1;
}

/** Adds a column at the end, or at a position. */
export function addColumn(edit: SchemaEdit, column: NameAndType & { position?: number | undefined }): SchemaEdit {
  const { name, type, position } = column;
  const added: EditedColumn = { id: `n${edit.added}`, name, type };
  return { ...edit, columns: insertAt(edit.columns, added, position), added: edit.added + 1 };
}

/** This and the edits below leave the edit as it is when it has no column of that id (any more). */
export function renameColumn(edit: SchemaEdit, id: string, name: string): SchemaEdit {
  return alter(edit, id, ({ suggested, ...column }) => ({ ...column, name }));
}

export function retypeColumn(edit: SchemaEdit, id: string, type: string): SchemaEdit {
  return alter(edit, id, (column) => ({ ...column, type }));
}

/** Moves a column so that it stands at the position, beyond the end: at the end. */
export function moveColumn(edit: SchemaEdit, id: string, position: number): SchemaEdit {
  const column = edit.columns.find((one) => one.id === id);
  if (!column) return edit;
  const others = edit.columns.filter((one) => one !== column);
  return { ...edit, columns: insertAt(others, column, position) };
}

/** Marks a column removed; one that was only added is dropped from the edit. */
export function removeColumn(edit: SchemaEdit, id: string): SchemaEdit {
  const column = edit.columns.find((one) => one.id === id);
  if (column?.from !== undefined) return alter(edit, id, (one) => ({ ...one, removed: true }));
  return { ...edit, columns: edit.columns.filter((one) => one.id !== id) };
}

/** Takes a removal back; the column returns as it was in the edit, renamed or retyped. */
export function keepColumn(edit: SchemaEdit, id: string): SchemaEdit {
  return alter(edit, id, ({ removed, ...column }) => column);
}

/** What the edit asks for. A column taken out and put back under its name keeps what Domo keeps beside it. */
export function editResult(edit: SchemaEdit): EditResult {
  const live = liveColumns(edit);
  const renames = Object.fromEntries(
    live.flatMap(({ name, from }) => {
      const was = from === undefined ? undefined : edit.before[from]?.name;
      return was === undefined || was === name ? [] : [[was, name]];
    }),
  );
  const wanted = live.map(({ name, type }) => ({ name, type }));
  const stays = new Set(wanted.map(({ name }) => name));
  const successors = live.flatMap(({ name, successorOf: of }) =>
    of !== undefined && edit.before.some((column) => column.name === of) && stays.has(of) ? [{ name, of }] : [],
  );
  const after = applyDiff(edit.before, diffSchema(edit.before, wanted, renames));
  return { after, renames, ...(successors.length > 0 && { successors }) };
}

/**
 * The edit with its columns as a text has them. A column is found by its name in the edit, then by its name in
 * Domo, then by its place (a suggested rename); what the text leaves out is marked removed, what it adds is new.
 */
export function replaceFromText(edit: SchemaEdit, columns: readonly NameAndType[]): SchemaEdit {
  const left = new Set(edit.columns);
  const found: (EditedColumn | undefined)[] = columns.map(() => undefined);
  const match = (nameOf: (column: EditedColumn) => string | undefined): void => {
    const byName = Map.groupBy(left, nameOf);
    columns.forEach(({ name }, i) => {
      const column = found[i] ? undefined : byName.get(name)?.shift();
      if (!column) return;
      left.delete(column);
      found[i] = column;
    });
  };
  match(({ name, removed }) => (removed ? undefined : name));
  match(({ from }) => (from === undefined ? undefined : edit.before[from]?.name));

  const known = columns.map((column, i) => ({ ...column, name: found[i]?.name ?? column.name }));
  const suggestions = suggestRenames(liveColumns(edit), known);
  const unstated = new Set<EditedColumn>();
  for (const column of left) {
    const to = Object.hasOwn(suggestions, column.name) ? suggestions[column.name] : undefined;
    const i = columns.findIndex(({ name }, at) => name === to && !found[at]);
    if (column.removed || i < 0) continue;
    left.delete(column);
    unstated.add(column);
    found[i] = column;
  }

  let { added } = edit;
  const next = columns.map(({ name, type }, i): EditedColumn => {
    const column = found[i];
    if (!column) return { id: `n${added++}`, name, type };
    const { removed, ...kept } = column;
    const guessed = column.from !== undefined && unstated.has(column);
    return { ...kept, name, type, ...(guessed ? { suggested: true } : {}) };
  });
  return { ...edit, columns: withRemoved(edit.columns, next, left), added };
}

/** Puts columns that the text left out back behind the neighbour they had, marked removed. */
function withRemoved(was: EditedColumn[], next: EditedColumn[], left: Set<EditedColumn>): EditedColumn[] {
  const behind = new Map<string | undefined, EditedColumn[]>();
  let neighbour: string | undefined;
  for (const column of was) {
    if (!left.has(column)) neighbour = column.id;
    else if (column.from !== undefined) {
      behind.set(neighbour, [...(behind.get(neighbour) ?? []), { ...column, removed: true }]);
    }
  }
  return [...(behind.get(undefined) ?? []), ...next.flatMap((column) => [column, ...(behind.get(column.id) ?? [])])];
}

function alter(edit: SchemaEdit, id: string, change: (column: EditedColumn) => EditedColumn): SchemaEdit {
  return { ...edit, columns: edit.columns.map((column) => (column.id === id ? change(column) : column)) };
}

/** Inserts before the live column that stands at the position. */
function insertAt(columns: EditedColumn[], column: EditedColumn, position = Number.POSITIVE_INFINITY): EditedColumn[] {
  const live = columns.flatMap(({ removed }, at) => (removed ? [] : [at]));
  const at = live[Math.max(0, position)] ?? columns.length;
  return columns.toSpliced(at, 0, column);
}
