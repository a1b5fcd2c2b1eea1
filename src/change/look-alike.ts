/** Letters and digits that many typefaces draw alike, as one of them: Latin, Cyrillic and Greek. */
const twins: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  i: 'l',
  '|': 'l',
  і: 'l',
  ı: 'l',
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  α: 'a',
  ο: 'o',
  ρ: 'p',
  ν: 'v',
};

/** Names with the same look, whatever their case, spaces, accents and look-alike letters: people must be told them apart. */
export function lookOf(name: string): string {
  const letters = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\p{Z}\p{C}]/gu, '');
  return Array.from(letters, (letter) => twins[letter] ?? letter).join('');
}

/** Whether two names may be taken for one. */
export function looksAlike(one: { name: string }, other: { name: string }): boolean {
  return lookOf(one.name) === lookOf(other.name);
}
