import { longestRising, type NameAndType } from './diff.ts';

/**
 * Columns that look renamed, name before → name after: names that differ only in case or blanks around them, and
 * columns of one type that take each other's place between two neighbours that stayed. A list that shares no name
 * with the former one is another list, not a renamed one: nothing is suggested, unless it is a single column.
 */
export function suggestRenames(before: readonly NameAndType[], after: readonly NameAndType[]): Record<string, string> {
  const had = new Set(before.map(({ name }) => name));
  const has = new Map(after.map(({ name }, at) => [name, at]));
  const alike = alikeNames(
    before.filter(({ name }) => !has.has(name)),
    after.filter(({ name }) => !had.has(name)),
  );
  const taken = new Set(alike.values());
  const suggested = [...alike];

  const placeAfter = (name: string): number | undefined => has.get(alike.get(name) ?? name);
  const anchors = longestRising(before.flatMap(({ name }) => placeAfter(name) ?? []));
  if (anchors.size === 0 && (before.length !== 1 || after.length !== 1)) return {};

  let gone: NameAndType[] = [];
  let from = 0;
  const closeGap = (to: number): void => {
    const come = after.slice(from, to).filter(({ name }) => !had.has(name) && !taken.has(name));
    if (gone.length === come.length && gone.every(({ type }, i) => type === come[i]?.type)) {
      gone.forEach(({ name }, i) => {
        const partner = come[i];
        if (partner) suggested.push([name, partner.name]);
      });
    }
    gone = [];
    from = to + 1;
  };
  for (const column of before) {
    const at = placeAfter(column.name);
    if (at === undefined) gone.push(column);
    else if (anchors.has(at)) closeGap(at);
  }
  closeGap(after.length);
  return Object.fromEntries(suggested);
}

/** What two names that look alike have in common: case, kinds of blanks, and how accents are composed do not count. */
export function foldName(name: string): string {
  return name
    .replace(/[\u00ad\u200b\u200e\u200f\u2060\ufeff]/g, '')
    .replace(/[\u00a0\u2007\u202f]/g, ' ')
    .trim()
    .normalize('NFC')
    .toLowerCase();
}

function alikeNames(gone: readonly NameAndType[], come: readonly NameAndType[]): Map<string, string> {
  const byFold = Map.groupBy(come, ({ name }) => foldName(name));
  const goneByFold = Map.groupBy(gone, ({ name }) => foldName(name));
  const pairs = new Map<string, string>();
  for (const [fold, [one, ...others]] of goneByFold) {
    const [partner, ...more] = byFold.get(fold) ?? [];
    if (one && partner && others.length === 0 && more.length === 0) pairs.set(one.name, partner.name);
  }
  return pairs;
}
