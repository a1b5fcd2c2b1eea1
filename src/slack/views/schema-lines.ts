import type { KnownBlock } from '@slack/types';
import type { SchemaDiff } from '../../change/schema/diff.ts';
import type { SchemaRisk } from '../../change/schema/risk.ts';
import { showBlanks } from '../../change/show-name.ts';
import { countOf, cut, oneLine, showNumber } from '../text.ts';
import { riskEmoji, riskWords } from '../words.ts';
import { plain } from './blocks.ts';

/** A section's text, in UTF-16 units, less a little for “and 12 more”. */
const sectionChars = 2900;

/** A column's name as one line, in which blanks that make a twin can be seen. Plain, not escaped. */
export function columnName(name: string): string {
  return oneLine(showBlanks(name));
}

/** How many changes, and how bad: `3 changes · Breaking 🔴`. */
export function diffHeading(diff: SchemaDiff, { risk }: Pick<SchemaRisk, 'risk'>): string {
  const worst = `${riskWords[risk]} ${riskEmoji[risk]}`;
  if (diff.length === 0) return risk === 'safe' ? 'No change yet' : `No change yet · ${worst}`;
  return `${countOf(diff.length, 'change')} · ${worst}`;
}

/**
 * Lines in as many sections as they need, at most `sections` and `bytes` of JSON; the last line then says how many are
 * left out. Plain text: in a column's name nothing is a mention, a link or an emoji.
 */
export function lineSections<T>(
  items: readonly T[],
  toLine: (item: T) => string,
  { sections, bytes }: { sections: number; bytes: number },
): KnownBlock[] {
  const texts: string[] = [];
  let room = 0;
  let left = bytes;
  let shown = 0;
  for (const item of items) {
    const line = cut(toLine(item), sectionChars);
    left -= Buffer.byteLength(JSON.stringify(line));
    if (left < 0 || (room < line.length + 1 && texts.length === sections)) break;
    if (room < line.length + 1) {
      texts.push(line);
      room = sectionChars - line.length;
    } else {
      texts.push(`${texts.pop()}\n${line}`);
      room -= line.length + 1;
    }
    shown += 1;
  }
  if (shown < items.length) texts.push(`${texts.pop() ?? ''}\n… and ${showNumber(items.length - shown)} more`.trim());
  return texts.map((text) => ({ type: 'section', text: plain(text, 3000) }));
}

/** What was written in sentences or by a person, line by line. */
export function textSections(text: string, sections: number): KnownBlock[] {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  return lineSections(lines, String, { sections, bytes: sections * 10_000 });
}

/** A line of plain small print. */
export function note(text: string): KnownBlock {
  return { type: 'context', elements: [plain(text, 3000)] };
}
