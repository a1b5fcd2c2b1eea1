/** Letters and digits that many typefaces draw alike, as one of them: Latin, Cyrillic and Greek, small and capital. */
const twins: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: 'аαΑ',
    b: 'ВΒ',
    c: 'сϲ',
    d: 'ԁ',
    e: 'еεΕ',
    h: 'һНΗ',
    j: 'ј',
    k: 'кκΚ',
    l: '1iıі|ӏιΙ',
    m: 'мМΜ',
    n: 'ηΝ',
    o: '0оοσ',
    p: 'рρΡ',
    q: 'ԛ',
    s: 'ѕ',
    t: 'тτΤ',
    u: 'υ',
    v: 'ѵν',
    w: 'ѡԝω',
    x: 'хχΧ',
    y: 'уΥ',
    z: 'Ζ',
  }).flatMap(([letter, alike]) => Array.from(alike, (twin) => [twin, letter] as const)),
);

/** Letters kept of a name: under any encoding they fit an index entry of PostgreSQL (2,704 bytes). */
const longest = 300;

/**
 * Names with the same look, whatever their case, spaces, accents and look-alike letters: people must be told them apart. What
 * has none is left out: blanks, marks, and what stands unseen between letters.
 */
export function lookOf(name: string): string {
  const letters = name
    .slice(0, longest * 4)
    .normalize('NFKD')
    .replace(/[\p{M}\p{Z}\p{C}\p{Default_Ignorable_Code_Point}\u2800]/gu, '');
  return Array.from(letters, looked).slice(0, longest).join('');
}

/** As a capital first: those of some letters look like others than the small ones do. */
function looked(letter: string): string {
  const small = (twins.get(letter) ?? letter).toLowerCase();
  return twins.get(small) ?? small;
}

/** Whether two names may be taken for one. */
export function looksAlike(one: { name: string }, other: { name: string }): boolean {
  return lookOf(one.name) === lookOf(other.name);
}

/** The ids of those among them whose name looks like another's. */
export function alikeAmong<Id>(named: readonly { id: Id; name: string }[]): Set<Id> {
  const groups = Map.groupBy(named, ({ name }) => lookOf(name)).values();
  return new Set([...groups].flatMap((some) => (some.length > 1 ? some.map(({ id }) => id) : [])));
}
