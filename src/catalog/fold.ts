/** Code points kept of a name: under any encoding it fits an index entry of PostgreSQL (2,704 bytes). */
const longest = 500;

/**
 * How names and queries are compared: without case, accents, width, extra blanks or unseen marks. The same for both, so that what is stored can be
 * found by plain, indexed comparison, whatever the locale of the database is. Folding twice changes nothing.
 */
export function fold(text: string): string {
  const decomposed = withoutMarks(clean(text.slice(0, longest * 4)))
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD');
  const words = decomposed.replace(/\p{M}/gu, '').trim().split(/\s+/u).join(' ');
  return [...words].slice(0, longest).join('').trim();
}

/** Text that PostgreSQL can keep: it refuses NUL, and half a surrogate pair is no text. */
export function clean(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

/**
 * Without the marks that stand unseen in what is copied from a message: those that keep a name from being taken for
 * formatting, and those around a name that is written from right to left.
 */
export function withoutMarks(text: string): string {
  return text.replace(/[\u200b\u2060\u2066-\u2069]/g, '');
}

/** A LIKE pattern for `text` anywhere, with LIKE's own characters taken literally. */
export function anywhere(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

/** Beyond every text that starts with `prefix`, in the order of code points. */
export function afterPrefix(prefix: string): string {
  return `${prefix}\u{10FFFF}`;
}

/** Words of a folded query that must all occur; more than eight narrow nothing down. */
export function wordsOf(folded: string): string[] {
  return [...new Set(folded.split(' ').filter((word) => word !== ''))].slice(0, 8);
}
