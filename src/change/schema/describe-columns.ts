import { andMore } from '../and-more.ts';
import { quoteName } from '../show-name.ts';
import type { Column } from '../types.ts';
import { type ColumnChange, diffSchema } from './diff.ts';
import { suggestRenames } from './renames.ts';

/** Which columns differ from those before, the first three by name: `“City” is gone, “Town” is new, and 2 more`. */
export function describeColumns(before: Column[], now: Column[]): string {
  const diff = diffSchema(before, now, suggestRenames(before, now));
  return andMore(diff.map(wordsOf), 3, { before: ', and ' });
}

function wordsOf(change: ColumnChange): string {
  if (change.change === 'added') return `${quoteName(change.column.name)} is new`;
  if (change.change === 'removed') return `${quoteName(change.column.name)} is gone`;
  const { from, to, renamed, retyped } = change;
  const name = quoteName(from.name);
  if (renamed) return `${name} is ${quoteName(to.name)} now`;
  return retyped ? `${name} is ${to.type} now` : `${name} is at another position`;
}
