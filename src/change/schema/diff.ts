import type { Column } from '../types.ts';

export interface NameAndType {
  name: string;
  type: string;
}

/**
 * One column that is not as it was. `before` and `after` are positions in the two lists, counted from 0.
 * A column that merely shifts since others came or went before it is not `moved`, and not in the diff at all.
 */
export type ColumnChange =
  | { change: 'added'; column: Column; after: number }
  | { change: 'removed'; column: NameAndType; before: number }
  | {
      change: 'altered';
      from: NameAndType;
      to: NameAndType;
      before: number;
      after: number;
      renamed: boolean;
      retyped: boolean;
      moved: boolean;
    };

/** Every column that differs, in the order of the list after; a removed one comes where it was. Plain JSON. */
export type SchemaDiff = ColumnChange[];

/**
 * The same names and types in the same order. Keys that Domo keeps beside them do not count: they may come and go
 * without anyone having changed the schema.
 */
export function schemaEqual(a: readonly NameAndType[], b: readonly NameAndType[]): boolean {
  return a.length === b.length && a.every((column, i) => column.name === b[i]?.name && column.type === b[i]?.type);
}

/**
 * What happened between two ordered column lists. Columns are the same column when a rename says so (name before →
 * name after), else when they have exactly the same name; of equal names the first belongs to the first.
 */
export function diffSchema(
  before: readonly Column[],
  after: readonly Column[],
  renames: Readonly<Record<string, string>>,
): SchemaDiff {
  const partners = pairColumns(before, after, renames);
  const still = longestRising(partners.filter((at) => at !== undefined));
  const survivors = new Set(partners);
  const changes: { at: number; change: ColumnChange }[] = [];

  before.forEach((column, i) => {
    const from = { name: column.name, type: column.type };
    const at = partners[i];
    const partner = at === undefined ? undefined : after[at];
    if (at === undefined || partner === undefined) {
      changes.push({ at: i, change: { change: 'removed', column: from, before: i } });
      return;
    }
    const to = { name: partner.name, type: partner.type };
    const moved = !still.has(at);
    const renamed = from.name !== to.name;
    const retyped = from.type !== to.type;
    if (!moved && !renamed && !retyped) return;
    changes.push({ at, change: { change: 'altered', from, to, before: i, after: at, renamed, retyped, moved } });
  });
  after.forEach((column, at) => {
    if (!survivors.has(at)) changes.push({ at, change: { change: 'added', column, after: at } });
  });
  return changes.sort((a, b) => a.at - b.at).map(({ change }) => change);
}

/**
 * The list after, made from the list before. Surviving columns keep what Domo keeps in them beside name and type.
 * @throws RangeError when the diff was made from another list.
 */
export function applyDiff(before: readonly Column[], diff: SchemaDiff): Column[] {
  const rest: (Column | undefined)[] = [...before];
  const placed = new Map<number, Column>();
  let length = before.length;

  for (const change of diff) {
    if (change.change === 'added') {
      placed.set(change.after, change.column);
      length += 1;
      continue;
    }
    const was = change.change === 'removed' ? change.column : change.from;
    const column = before[change.before];
    if (column?.name !== was.name || column.type !== was.type) {
      throw new RangeError(`The diff expects the column ${JSON.stringify(was.name)} at ${change.before}`);
    }
    rest[change.before] = undefined;
    if (change.change === 'removed') {
      length -= 1;
      continue;
    }
    const altered = { ...column, name: change.to.name, type: change.to.type };
    if (change.moved) placed.set(change.after, altered);
    else rest[change.before] = altered;
  }

  const unmoved = rest.filter((column) => column !== undefined)[Symbol.iterator]();
  return Array.from({ length }, (_, at) => placed.get(at) ?? unmoved.next().value).filter(
    (column) => column !== undefined,
  );
}

/** A column goes, or gets another name or type: what goes by its name elsewhere breaks. Others are only added or moved. */
export function touchesName(change: ColumnChange): change is Exclude<ColumnChange, { change: 'added' }> {
  return change.change === 'removed' || (change.change === 'altered' && (change.renamed || change.retyped));
}

/** For each column before: its position after, or undefined when it is gone. What `diffSchema` goes by. */
export function pairColumns(
  before: readonly Column[],
  after: readonly Column[],
  renames: Readonly<Record<string, string>>,
): (number | undefined)[] {
  const free = new Map<string, number[]>();
  after.forEach(({ name }, at) => {
    free.set(name, [...(free.get(name) ?? []), at]);
  });
  // Stated renames first: a name that a rename takes is not free for a column that had it before.
  const renamed = before.map(({ name }) => {
    const to = Object.hasOwn(renames, name) ? renames[name] : undefined;
    return to === undefined ? undefined : free.get(to)?.shift();
  });
  return before.map(({ name }, i) => renamed[i] ?? free.get(name)?.shift());
}

/**
 * The members of a longest rising subsequence (patience sorting, n log n): the columns that need not be called moved.
 */
export function longestRising(numbers: readonly number[]): Set<number> {
  const piles: number[] = [];
  const previous = new Map<number, number | undefined>();
  for (const n of numbers) {
    let low = 0;
    let high = piles.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((piles[middle] ?? n) < n) low = middle + 1;
      else high = middle;
    }
    previous.set(n, piles[low - 1]);
    piles[low] = n;
  }
  const rising = new Set<number>();
  for (let n = piles.at(-1); n !== undefined; n = previous.get(n)) rising.add(n);
  return rising;
}
