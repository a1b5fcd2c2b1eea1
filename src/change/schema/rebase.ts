import { quoteName } from '../show-name.ts';
import type { Column } from '../types.ts';
import { diffSchema } from './diff.ts';
import { suggestRenames } from './renames.ts';

export interface Rebased {
  /** Today's columns with the edits that still make sense. */
  after: Column[];
  /** Today's name → name after. */
  renames: Record<string, string>;
  /** The edits that were left out or had to be placed elsewhere, and why: a sentence each. */
  conflicts: string[];
}

/** What must be put into its place once the surviving columns are known. */
interface Placement {
  column: Column;
  /** Its place in the list that was asked for. */
  at: number;
}

/**
 * The edits that turned `before` into `after`, made on the columns that Domo has now; three-way, by name. An edit that
 * someone else has made already is no conflict; an edit of a column that is gone or was changed otherwise is left out
 * and named. On an unchanged schema the result is `after`.
 */
export function rebaseSchema(
  before: readonly Column[],
  after: readonly Column[],
  renames: Readonly<Record<string, string>>,
  now: readonly Column[],
): Rebased {
  const conflicts: string[] = [];
  const today = new Map(now.map((column) => [column.name, column]));
  const theirs = suggestRenames(before, now);
  const diff = diffSchema(before, after, renames);
  const leaving = new Set(
    diff.flatMap((c) =>
      c.change === 'removed' ? [c.column.name] : c.change === 'altered' && c.renamed ? [c.from.name] : [],
    ),
  );
  const result: (Column | undefined)[] = [...now];
  const placements: Placement[] = [];
  const renamed: [string, string][] = [];
  /** Name in `after` → the name that the same column has in the result. */
  const resultName = new Map<string, string>();

  for (const change of diff) {
    if (change.change === 'added') {
      const { name, type } = change.column;
      const existing = leaving.has(name) ? undefined : today.get(name);
      if (!existing) placements.push({ column: change.column, at: change.after });
      else if (existing.type !== type) {
        conflicts.push(`${quoteName(name)} wasn't added as ${type}: it's already there, as ${existing.type}.`);
      }
      continue;
    }
    const was = change.change === 'removed' ? change.column : change.from;
    const own = today.get(was.name);
    if (change.change === 'removed') {
      if (!own) {
        // Gone is what it was to be. Renamed, it is still there; a column of ours in its place is no such rename.
        const newName = Object.hasOwn(theirs, was.name) ? theirs[was.name] : undefined;
        if (newName === undefined || after.some(({ name }) => name === newName)) continue;
        const to = quoteName(newName);
        conflicts.push(`${quoteName(was.name)} is gone already, perhaps renamed to ${to}, which stays.`);
      } else if (own.type === was.type) result[now.indexOf(own)] = undefined;
      else conflicts.push(`${quoteName(was.name)} wasn't removed: it was ${was.type} and is ${own.type} now.`);
      continue;
    }

    const { to } = change;
    const alreadyRenamed =
      change.renamed && !before.some(({ name }) => name === to.name) ? today.get(to.name) : undefined;
    const current = own ?? alreadyRenamed;
    if (!current) {
      const newName = Object.hasOwn(theirs, was.name) ? theirs[was.name] : undefined;
      const guess = newName === undefined ? '' : `, perhaps renamed to ${quoteName(newName)}`;
      conflicts.push(`${quoteName(was.name)} is gone${guess}, so I can't change it.`);
      continue;
    }
    const column = { ...current };
    if (change.renamed && own) {
      if (today.has(to.name) && !leaving.has(to.name)) {
        conflicts.push(
          `${quoteName(was.name)} can't be renamed to ${quoteName(to.name)}: a column with that name exists now.`,
        );
      } else {
        column.name = to.name;
        renamed.push([was.name, to.name]);
      }
    }
    if (change.retyped && current.type !== to.type) {
      if (current.type === was.type) column.type = to.type;
      else
        conflicts.push(
          `${quoteName(was.name)} wasn't changed to ${to.type}: it was ${was.type} and is ${current.type} now.`,
        );
    }
    resultName.set(to.name, column.name);
    const at = now.indexOf(current);
    result[at] = change.moved ? undefined : column;
    if (change.moved) placements.push({ column, at: change.after });
  }

  const placed = place(
    result.filter((column) => column !== undefined),
    placements,
    after.map(({ name }) => resultName.get(name) ?? name),
    conflicts,
  );
  return { after: placed, renames: Object.fromEntries(renamed), conflicts };
}

/** Puts each column behind the neighbour that it was asked to follow; those asked for at the very end, at the end. */
function place(columns: Column[], placements: Placement[], asked: string[], conflicts: string[]): Column[] {
  const result = [...columns];
  const tops = new Set(placements.map(({ at }) => at));
  let tail = asked.length;
  while (tops.has(tail - 1)) tail -= 1;

  for (const { column, at } of placements.toSorted((a, b) => a.at - b.at)) {
    if (at >= tail) {
      result.push(column);
      continue;
    }
    let anchor = at - 1;
    let index = -1;
    for (; anchor >= 0; anchor -= 1) {
      index = result.findIndex(({ name }) => name === asked[anchor]);
      if (index >= 0) break;
    }
    if (anchor < at - 1) {
      const place = index < 0 ? 'first' : `after ${quoteName(result[index]?.name ?? '')}`;
      conflicts.push(`${quoteName(asked[at - 1] ?? '')} is gone, so ${quoteName(column.name)} now comes ${place}.`);
    }
    result.splice(index + 1, 0, column);
  }
  return result;
}
