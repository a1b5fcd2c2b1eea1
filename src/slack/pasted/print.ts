import type { NameAndType } from '../../change/schema/diff.ts';
import { looksLikeJson } from './json.ts';
import { readLine } from './line.ts';

/** The most characters that Slack takes in one text field. */
export const fieldChars = 3000;

/**
 * One line a column, which `parseColumns` reads back as it was, whatever the names hold, in as many pieces as Slack's
 * text fields need: each of at most 3,000 characters and `most` columns.
 * Undefined when a single column does not fit into a field, so that the list cannot be edited as text.
 */
export function splitForFields(columns: readonly NameAndType[], most: number): string[] | undefined {
  const fields: string[][] = [];
  let room = 0;
  for (const column of columns) {
    const line = printColumn(column);
    if (line.length > fieldChars) return undefined;
    const field = fields.at(-1);
    if (field && field.length < most && room >= line.length + 1) {
      field.push(line);
      room -= line.length + 1;
    } else {
      fields.push([line]);
      room = fieldChars - line.length;
    }
  }
  return fields.map((lines) => lines.join('\n'));
}

function printColumn({ name, type }: NameAndType): string {
  const plain = `${name}: ${type}`;
  // Control characters may be lost on the way through a text field, and what begins like JSON would be read as that;
  // everything else is plain if it reads back so.
  const read = /[\p{Cc}\p{Cs}]/u.test(name) || looksLikeJson(plain) ? undefined : readLine(plain, [type]);
  return typeof read === 'object' && read.name === name ? plain : `${JSON.stringify(name)}: ${type}`;
}
