import { type EditedColumn, liveColumns, type SchemaEdit } from './edit.ts';
import { foldName } from './renames.ts';

/**
 * The edit in which renamed columns stay as Domo has them, and each new name comes as an empty column at the end, with the type asked for:
 * nothing breaks now, and the old ones are removed later. The same edit where there is no such rename; one whose new name Domo would
 * confuse with another column's stays a rename.
 */
export function addNewNamesFirst(edit: SchemaEdit): SchemaEdit {
  const live = liveColumns(edit);
  const added = live.filter(({ from }) => from === undefined);
  const taken = new Set([...edit.before, ...added].map(({ name }) => foldName(name)));
  const oldNames = new Map(
    live.flatMap((column): [EditedColumn, string][] => {
      const was = column.from === undefined ? undefined : edit.before[column.from]?.name;
      return was === undefined || was === column.name || taken.has(foldName(column.name)) ? [] : [[column, was]];
    }),
  );
  if (oldNames.size === 0) return edit;
  const columns = edit.columns.map((column): EditedColumn => {
    const was = oldNames.has(column) && column.from !== undefined ? edit.before[column.from] : undefined;
    return was === undefined ? column : { id: column.id, name: was.name, type: was.type, from: column.from };
  });
  const successors = [...oldNames].map(
    ([{ name, type }, successorOf], nth): EditedColumn => ({ id: `n${edit.added + nth}`, name, type, successorOf }),
  );
  return { ...edit, columns: [...columns, ...successors], added: edit.added + successors.length };
}
