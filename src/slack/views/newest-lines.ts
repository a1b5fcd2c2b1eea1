import type { SectionBlock } from '@slack/types';
import { countOf, cut, pieces } from '../text.ts';
import { section } from './blocks.ts';

/** A section's text, in UTF-16 units, less a little for what was left out. */
const sectionChars = 2900;

/**
 * Lines of mrkdwn under a heading, each of them whole, in at most `sections` sections and `bytes` of JSON. Where that is
 * too little, the oldest, which come first, are left out and counted.
 */
export function newestLines(
  heading: string,
  lines: readonly string[],
  { sections, bytes }: { sections: number; bytes: number },
): SectionBlock[] {
  const texts: string[] = [];
  let left = bytes;
  for (const [nth, line] of lines.toReversed().entries()) {
    const longer = withBefore(texts, pieces(line, sectionChars));
    left -= Buffer.byteLength(JSON.stringify(line));
    if (left < 0 || longer.length >= sections) {
      return withBefore(texts, [heading, `… ${countOf(lines.length - nth, 'earlier line')}`]).map((text) =>
        section(text),
      );
    }
    texts.splice(0, texts.length, ...longer);
  }
  return lines.length === 0 ? [] : withBefore(texts, [heading]).map((text) => section(text));
}

/** Lines of mrkdwn, each of them whole, as many together as one section holds. */
export function together(lines: readonly string[]): string[] {
  return withBefore(
    [],
    lines.map((line) => cut(line, sectionChars)),
  );
}

/** The texts with these before them, joined with the first as far as one section holds them. */
function withBefore(texts: readonly string[], before: readonly string[]): string[] {
  return before.reduceRight<string[]>(
    ([first, ...rest], text) => {
      if (first === undefined) return [text];
      return text.length + 1 + first.length <= sectionChars ? [`${text}\n${first}`, ...rest] : [text, first, ...rest];
    },
    [...texts],
  );
}
