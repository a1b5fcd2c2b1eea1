import type { Column } from '../types.ts';
import { applyDiff, diffSchema, type NameAndType, pairColumns } from './diff.ts';
import { suggestRenames } from './renames.ts';

/** A column as a person has it in a draft. */
export interface DraftColumn {
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
}

/** A schema change that someone is making: a value, never altered in place, and plain JSON. */
export interface SchemaDraft {
  /** The columns as Domo had them when the draft was begun. */
  before: Column[];
  columns: DraftColumn[];
  /** How many columns were ever added: the next one's id. */
  added: number;
}

export interface DraftResult {
  after: Column[];
  /** Name before → name after. */
  renames: Record<string, string>;
}

export function createDraft(before: Column[]): SchemaDraft {
  return { before, columns: before.map(({ name, type }, from) => ({ id: `b${from}`, name, type, from })), added: 0 };
}

/** The draft that asks for exactly this: the other way of `draftResult`. Nothing in it is guessed. */
export function draftFrom(before: Column[], { after, renames }: DraftResult): SchemaDraft {
  const { columns } = createDraft(before);
  const partners = pairColumns(before, after, renames);
  const owners = new Map(columns.flatMap((column, i) => (partners[i] === undefined ? [] : [[partners[i], column]])));
  let added = 0;
  const next = after.map(({ name, type }, at): DraftColumn => {
    const own = owners.get(at);
    return own ? { ...own, name, type } : { id: `n${added++}`, name, type };
  });
  const left = new Set(columns.filter((_, i) => partners[i] === undefined));
  return { before, columns: withRemoved(columns, next, left), added };
}

/** The columns that will be there, in order: those not marked removed. Positions of edits count these, from 0. */
export function liveColumns(draft: SchemaDraft): DraftColumn[] {
  return draft.columns.filter(({ removed }) => !removed);
}

/** Adds a column at the end, or at a position. */
export function addColumn(draft: SchemaDraft, column: NameAndType & { position?: number | undefined }): SchemaDraft {
  const { name, type, position } = column;
  const added: DraftColumn = { id: `n${draft.added}`, name, type };
  return { ...draft, columns: insertAt(draft.columns, added, position), added: draft.added + 1 };
}

/** This and the edits below leave the draft as it is when it has no column of that id (any more). */
export function renameColumn(draft: SchemaDraft, id: string, name: string): SchemaDraft {
  return alter(draft, id, ({ suggested, ...column }) => ({ ...column, name }));
}

export function retypeColumn(draft: SchemaDraft, id: string, type: string): SchemaDraft {
  return alter(draft, id, (column) => ({ ...column, type }));
}

/** Moves a column so that it stands at the position, beyond the end: at the end. */
export function moveColumn(draft: SchemaDraft, id: string, position: number): SchemaDraft {
  const column = draft.columns.find((one) => one.id === id);
  if (!column) return draft;
  const others = draft.columns.filter((one) => one !== column);
  return { ...draft, columns: insertAt(others, column, position) };
}

/** Marks a column removed; one that was only added is dropped from the draft. */
export function removeColumn(draft: SchemaDraft, id: string): SchemaDraft {
  const column = draft.columns.find((one) => one.id === id);
  if (column?.from !== undefined) return alter(draft, id, (one) => ({ ...one, removed: true }));
  return { ...draft, columns: draft.columns.filter((one) => one.id !== id) };
}

/** Takes a removal back; the column returns as it was in the draft, renamed or retyped. */
export function keepColumn(draft: SchemaDraft, id: string): SchemaDraft {
  return alter(draft, id, ({ removed, ...column }) => column);
}

/** What the draft asks for. A column taken out and put back under its name keeps what Domo keeps beside it. */
export function draftResult(draft: SchemaDraft): DraftResult {
  const live = liveColumns(draft);
  const renames = Object.fromEntries(
    live.flatMap(({ name, from }) => {
      const was = from === undefined ? undefined : draft.before[from]?.name;
      return was === undefined || was === name ? [] : [[was, name]];
    }),
  );
  const wanted = live.map(({ name, type }) => ({ name, type }));
  return { after: applyDiff(draft.before, diffSchema(draft.before, wanted, renames)), renames };
}

/**
 * The draft with its columns as a text has them. A column is found by its name in the draft, then by its name in
 * Domo, then by its place (a suggested rename); what the text leaves out is marked removed, what it adds is new.
 */
export function replaceFromText(draft: SchemaDraft, columns: readonly NameAndType[]): SchemaDraft {
  const left = new Set(draft.columns);
  const found: (DraftColumn | undefined)[] = columns.map(() => undefined);
  const match = (nameOf: (column: DraftColumn) => string | undefined): void => {
    const byName = Map.groupBy(left, nameOf);
    columns.forEach(({ name }, i) => {
      const column = found[i] ? undefined : byName.get(name)?.shift();
      if (!column) return;
      left.delete(column);
      found[i] = column;
    });
  };
  match(({ name, removed }) => (removed ? undefined : name));
  match(({ from }) => (from === undefined ? undefined : draft.before[from]?.name));

  const known = columns.map((column, i) => ({ ...column, name: found[i]?.name ?? column.name }));
  const suggestions = suggestRenames(liveColumns(draft), known);
  const unstated = new Set<DraftColumn>();
  for (const column of left) {
    const to = Object.hasOwn(suggestions, column.name) ? suggestions[column.name] : undefined;
    const i = columns.findIndex(({ name }, at) => name === to && !found[at]);
    if (column.removed || i < 0) continue;
    left.delete(column);
    unstated.add(column);
    found[i] = column;
  }

  let { added } = draft;
  const next = columns.map(({ name, type }, i): DraftColumn => {
    const column = found[i];
    if (!column) return { id: `n${added++}`, name, type };
    const { removed, ...kept } = column;
    const guessed = column.from !== undefined && unstated.has(column);
    return { ...kept, name, type, ...(guessed ? { suggested: true } : {}) };
  });
  return { ...draft, columns: withRemoved(draft.columns, next, left), added };
}

/** Puts columns that the text left out back behind the neighbour they had, marked removed. */
function withRemoved(was: DraftColumn[], next: DraftColumn[], left: Set<DraftColumn>): DraftColumn[] {
  const behind = new Map<string | undefined, DraftColumn[]>();
  let neighbour: string | undefined;
  for (const column of was) {
    if (!left.has(column)) neighbour = column.id;
    else if (column.from !== undefined) {
      behind.set(neighbour, [...(behind.get(neighbour) ?? []), { ...column, removed: true }]);
    }
  }
  return [...(behind.get(undefined) ?? []), ...next.flatMap((column) => [column, ...(behind.get(column.id) ?? [])])];
}

function alter(draft: SchemaDraft, id: string, change: (column: DraftColumn) => DraftColumn): SchemaDraft {
  return { ...draft, columns: draft.columns.map((column) => (column.id === id ? change(column) : column)) };
}

/** Inserts before the live column that stands at the position. */
function insertAt(columns: DraftColumn[], column: DraftColumn, position = Number.POSITIVE_INFINITY): DraftColumn[] {
  const live = columns.flatMap(({ removed }, at) => (removed ? [] : [at]));
  const at = live[Math.max(0, position)] ?? columns.length;
  return columns.toSpliced(at, 0, column);
}
