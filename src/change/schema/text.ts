import { quoteName } from '../show-name.ts';
import { columnTypes } from '../types.ts';
import type { NameAndType } from './diff.ts';
import { type Header, isPlain, nameAndTypeOf, readHeader } from './header.ts';
import { jsonColumns, looksLikeJson } from './json.ts';

export interface TextProblem {
  /** Counted from 1. */
  line: number;
  text: string;
  /** A sentence that says what to do. */
  problem: string;
}

export type ParsedColumns = { ok: true; columns: NameAndType[] } | { ok: false; problems: TextProblem[] };

/** What one Slack text field holds. */
const fieldChars = 3000;

/**
 * Reads columns as people paste them: one `name: TYPE` a line (the last colon counts), CSV `name,type` (also with
 * semicolons), two cells of a spreadsheet, or JSON as Domo prints it. Types may be in any case; blank lines are skipped,
 * and so is a header row, which may say that the type comes first or that more stands in a row; blanks around a name do
 * not count.
 *
 * A name that those forms cannot say stands in quotes: before a colon as a JSON string (`"a\tb": LONG`, `" a ": LONG`,
 * `"\"a\"": LONG`), before a comma as CSV quotes it (`"a ""b""",LONG`). Quotes inside a name need nothing.
 *
 * @param alsoTypes types to accept beside Domo's documented ones: those that the dataset has already.
 */
export function parseColumns(text: string, alsoTypes: readonly string[] = []): ParsedColumns {
  const types = [...columnTypes, ...alsoTypes];
  const json = jsonColumns(text, (type) => knownType(type, types));
  if (json) return json;

  const columns: NameAndType[] = [];
  const problems: TextProblem[] = [];
  let header: Header | undefined;
  let headerMayCome = true;
  for (const [i, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = raw.trim();
    if (line === '') continue;
    const column = header && !isPlain(header) ? readRow(line, header, types) : readLine(line, types);
    // What reads as a column is one, whatever it is called.
    if (headerMayCome && typeof column === 'string') header = readHeader(line);
    const isHeader = headerMayCome && header !== undefined;
    headerMayCome = false;
    if (isHeader) continue;
    if (typeof column === 'string') problems.push({ line: i + 1, text: raw, problem: column });
    else columns.push(column);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, columns };
}

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

const jsonQuoted = /^("(?:[^"\\]|\\.)*")\s*:\s*"?([^",:]*?)"?\s*[,;]?$/;
const csvQuoted = /^"((?:[^"]|"")*)"\s*[,;\t]\s*"?([^",;\t]*?)"?$/;
const nameless = 'The name is missing. Write it before the type.';

/** The column, or what is wrong with the line. */
function readLine(line: string, types: readonly string[]): NameAndType | string {
  const quoted = readQuoted(line, types);
  if (quoted) return quoted;

  let unknown: string | undefined;
  for (const separator of [':', ',', ';', '\t']) {
    const at = line.lastIndexOf(separator);
    if (at < 0) continue;
    const name = line.slice(0, at).trim();
    const type = line
      .slice(at + 1)
      .replace(/[,;]\s*$/, '')
      .replaceAll('"', '')
      .trim();
    const known = knownType(type, types);
    if (known && name === '') return nameless;
    if (known) return { name, type: known };
    unknown ??= type;
  }
  if (unknown === undefined) return 'Write it as name: TYPE.';
  if (unknown === '') return `The type is missing. Use one of ${columnTypes.join(', ')}.`;
  return noSuchType(unknown);
}

/** As `readLine`, in a table whose header says what stands where. */
function readRow(line: string, header: Header, types: readonly string[]): NameAndType | string {
  const [name, type] = nameAndTypeOf(line, header) ?? [];
  if (name === undefined || type === undefined) return 'This row has fewer cells than the header.';
  const known = knownType(type, types);
  if (known === undefined) return noSuchType(type);
  return name === '' ? nameless : { name, type: known };
}

function noSuchType(type: string): string {
  return `${quoteName(type)} is not a type that Domo has. Use one of ${columnTypes.join(', ')}.`;
}

/** A JSON string is taken as it is, blank or not: so a nameless column goes through a text unchanged. */
function readQuoted(line: string, types: readonly string[]): NameAndType | string | undefined {
  const [, json, jsonType] = jsonQuoted.exec(line) ?? [];
  const [, csv, csvType] = json === undefined ? (csvQuoted.exec(line) ?? []) : [];
  const name = json === undefined ? csv?.replaceAll('""', '"') : unquote(json);
  const type = knownType(jsonType ?? csvType ?? '', types);
  if (name === undefined || type === undefined) return undefined;
  return json === undefined && name.trim() === '' ? nameless : { name, type };
}

/** What is no JSON string after all (`"C:\data"`) is taken literally. */
function unquote(json: string): string {
  try {
    return String(JSON.parse(json));
  } catch {
    return json.slice(1, -1);
  }
}

function knownType(text: string, types: readonly string[]): string | undefined {
  const upper = text.trim().toUpperCase();
  return types.find((type) => type === text.trim()) ?? types.find((type) => type.toUpperCase() === upper);
}

function printColumn({ name, type }: NameAndType): string {
  const plain = `${name}: ${type}`;
  // Control characters may be lost on the way through a text field, and what begins like JSON would be read as that;
  // everything else is plain if it reads back so.
  const read = /[\p{Cc}\p{Cs}]/u.test(name) || looksLikeJson(plain) ? undefined : readLine(plain, [type]);
  return typeof read === 'object' && read.name === name ? plain : `${JSON.stringify(name)}: ${type}`;
}
