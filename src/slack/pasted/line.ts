import { columnTypes } from '../../change/types.ts';
import { noSuchType, type ReadColumn, typeOf } from './types.ts';

const jsonQuoted = /^("(?:[^"\\]|\\.)*")\s*:\s*"?([^",:]*?)"?\s*[,;]?$/;
const csvQuoted = /^"((?:[^"]|"")*)"\s*[,;\t]\s*"?([^",;\t]*?)"?\s*[,;\t\s]*$/;
/** The mark before an item of a list; a row's number before a tab. */
const listMark = /^(?:[•◦▪‣·]\s*|[-–—*+]\s+|\d+[.)]\s+|\d+\t)/;
/** As in `DECIMAL(10,2)`, at the end of a line: its comma separates nothing. */
const precision = /\(\s*(\d+)\s*,\s*\d+\s*\)(["\s,;]*)$/;

export const nameless = 'The name is missing. Write it before the type.';
const several = 'These look like several columns. Write one per line, as name: TYPE.';

/** The column, or what is wrong with the line. The mark of a list before it is none of its name. */
export function readLine(line: string, alsoTypes: readonly string[]): ReadColumn | string {
  const quoted = readQuoted(line, alsoTypes);
  if (quoted) return quoted;
  const item = line.replace(listMark, '');
  const inList = item === line ? undefined : (readQuoted(item, alsoTypes) ?? readPlain(item, alsoTypes));
  return typeof inList === 'object' ? inList : readPlain(line, alsoTypes);
}

function readPlain(text: string, alsoTypes: readonly string[]): ReadColumn | string {
  const line = text.replace(precision, '($1)$2').replace(/[,;\s]+$/, '');
  let unknown: string | undefined;
  for (const separator of [':', ',', ';', '\t']) {
    const at = line.lastIndexOf(separator);
    if (at < 0) continue;
    const name = line.slice(0, at).trim();
    const word = line
      .slice(at + 1)
      .replaceAll('"', '')
      .trim();
    const type = typeOf(word, alsoTypes);
    if (type === undefined) {
      unknown ??= word;
      continue;
    }
    if (name === '') return nameless;
    return wrongName(name, separator, alsoTypes) ?? { name, type, word };
  }
  if (unknown === undefined) return 'Write it as name: TYPE.';
  if (!line.includes(':')) {
    const cells = cellsOf(line);
    if (cells > 2) return tooMany(cells);
  }
  if (unknown === '') return `The type is missing. Use one of ${columnTypes.join(', ')}.`;
  return noSuchType(unknown);
}

/** Cells before the name's, or another column: nobody meant that as a name. */
function wrongName(name: string, separator: string, alsoTypes: readonly string[]): string | undefined {
  if (separator !== ':') return name.includes(separator) ? tooMany(cellsOf(name) + 1) : undefined;
  const [, word] = /:\s*([^:,;]+?)\s*[,;]/.exec(name) ?? [];
  return word !== undefined && typeOf(word, alsoTypes) !== undefined ? several : undefined;
}

/** In a line of a table. */
function cellsOf(line: string): number {
  return Math.max(...[',', ';', '\t'].map((separator) => line.split(separator).length));
}

function tooMany(cells: number): string {
  return `These are ${cells} cells. Write one column per line, as name: TYPE.`;
}

/** A JSON string is taken as it is, blank or not: so a nameless column goes through a text unchanged. */
function readQuoted(line: string, alsoTypes: readonly string[]): ReadColumn | string | undefined {
  const text = line.replace(precision, '($1)$2');
  const [, json, jsonWord] = jsonQuoted.exec(text) ?? [];
  const [, csv, csvWord] = json === undefined ? (csvQuoted.exec(text) ?? []) : [];
  const name = json === undefined ? csv?.replaceAll('""', '"') : unquote(json);
  const word = (jsonWord ?? csvWord ?? '').trim();
  const type = typeOf(word, alsoTypes);
  if (name === undefined || type === undefined) return undefined;
  return json === undefined && name.trim() === '' ? nameless : { name, type, word };
}

/** What is no JSON string after all (`"C:\data"`) is taken literally. */
function unquote(json: string): string {
  try {
    return String(JSON.parse(json));
  } catch {
    return json.slice(1, -1);
  }
}
