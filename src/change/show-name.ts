import { andMore } from './and-more.ts';

/**
 * A name as a sentence or a line can hold it: control characters and those that turn the direction of writing made
 * visible, a long one cut in the middle, on code points, to at most `most` of them. Columns have no id of their own
 * that a cut could keep; their position does that.
 */
export function showName(name: string, most = 100): string {
  const visible = name.replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, picture);
  if (visible.length <= most) return visible;
  // A code point takes one unit or two: only so much of a long name need be looked at.
  if (visible.length <= 2 * most && Array.from(visible).length <= most) return visible;
  const head = Math.ceil((most - 1) / 2);
  const tail = most - 1 - head;
  const start = Array.from(visible.slice(0, 2 * head)).slice(0, head);
  const end = tail === 0 ? [] : Array.from(visible.slice(-2 * tail)).slice(-tail);
  return `${start.join('')}…${end.join('')}`;
}

/**
 * A column's name with what nobody sees made visible: blanks at its ends, blanks that do not break a line, and most
 * characters of no width. Two joiners are left alone: emoji and several scripts are made with them.
 */
export function showBlanks(name: string): string {
  return name
    .replace(/^ +| +$/g, (blanks) => '\u2423'.repeat(blanks.length))
    .replace(/[\u00a0\u2007\u202f]/g, '\u237d')
    .replace(/[\u00ad\u200b\u200e\u200f\u2060\ufeff]/g, '\ufffd');
}

/** The name between quotation marks, as the sentences about columns and policies say it. */
export function quoteName(name: string): string {
  return `“${showName(showBlanks(name))}”`;
}

/** Columns named in one phrase; of more, how many there are. */
const mostNamed = 3;

/** `“Weight”, “Length”, “Age” and 2 more`. */
export function quoteNames(names: readonly string[]): string {
  return andMore(names.map(quoteName), mostNamed);
}

/** Unicode has a picture for each ASCII control character. */
function picture(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}
