import type { KnownBlock } from '@slack/types';
import type { ColumnChange, SchemaDiff } from '../../change/schema/diff.ts';
import type { RiskReason, SchemaRisk } from '../../change/schema/risk.ts';
import { showBlanks } from '../../change/show-name.ts';
import type { Risk } from '../../change/types.ts';
import { countOf, cut, oneLine, showNumber } from '../text.ts';
import { plain } from './blocks.ts';

/** A section's text, in UTF-16 units, less a little for “and 12 more”. */
const sectionChars = 2900;

/** A column's name as one line, in which blanks that make a twin can be seen. Plain, not escaped. */
export function columnName(name: string): string {
  return oneLine(showBlanks(name));
}

/** One change of a column on one line, positions counted from 1: `Friend → Guest · STRING → LONG · position 1 → 3`. */
export function changeLine(change: ColumnChange): string {
  if (change.change === 'added') {
    return `+ ${columnName(change.column.name)} · ${oneLine(change.column.type)} · position ${showNumber(change.after + 1)}`;
  }
  if (change.change === 'removed') {
    return `− ${columnName(change.column.name)} · ${oneLine(change.column.type)} · was position ${showNumber(change.before + 1)}`;
  }
  const { from, to, renamed, retyped, moved } = change;
  return [
    renamed ? `${columnName(from.name)} → ${columnName(to.name)}` : columnName(to.name),
    retyped ? `${oneLine(from.type)} → ${oneLine(to.type)}` : oneLine(to.type),
    ...(moved ? [`position ${showNumber(change.before + 1)} → ${showNumber(change.after + 1)}`] : []),
  ].join(' · ');
}

export function reasonLine({ risk, reason }: RiskReason): string {
  return `${riskWords[risk]}: ${reason}`;
}

/** How many changes, and how bad: `3 changes · Breaking`. */
export function diffHeading(diff: SchemaDiff, { risk }: SchemaRisk): string {
  if (diff.length === 0) return risk === 'safe' ? 'No change yet' : `No change yet · ${riskWords[risk]}`;
  return `${countOf(diff.length, 'change')} · ${riskWords[risk]}`;
}

const riskWords: Record<Risk, string> = {
  safe: 'Safe',
  caution: 'Caution',
  breaking: 'Breaking',
  blocked: 'Blocked',
};

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
