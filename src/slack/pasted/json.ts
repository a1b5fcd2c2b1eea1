import { findSlip } from './json-slip.ts';
import { noSuchType, type ParsedColumns, parsed, type ReadColumn, type TextProblem, typeOf } from './types.ts';

/**
 * Columns from JSON as Domo prints it: an array of `{ name, type }`, `{ columns: […] }` or `{ schema: { columns: […] } }`.
 * Objects of columns alone are read as well, one after the other. Other keys are left out. Undefined when the text is not meant as JSON.
 */
export function jsonColumns(text: string, alsoTypes: readonly string[]): ParsedColumns | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    // `[id]: LONG` begins like JSON and is none; whatever goes on like JSON is told where it breaks.
    if (!looksLikeJson(text)) return undefined;
    const slip = findSlip(text, error);
    return problem({ ...slip, text: lineOf(text, slip.line) });
  }
  const list = columnList(value);
  if (!list) {
    const line = firstLine(text);
    return problem({ line, text: lineOf(text, line), problem: 'This JSON has no list of columns with name and type.' });
  }

  const lines = itemLines(Array.isArray(value) && !/^\s*\[/.test(text) ? asArray(text) : text);
  const columns: ReadColumn[] = [];
  const problems: TextProblem[] = [];
  for (const [i, item] of list.entries()) {
    const { name, type } = asRecord(item);
    const word = typeof type === 'string' ? type : '';
    const known = typeOf(word, alsoTypes);
    const isNamed = typeof name === 'string' && name.trim() !== '';
    if (isNamed && known) {
      columns.push({ name, type: known, word });
      continue;
    }
    const wrong = isNamed ? noSuchType(word) : 'The name is missing. Each column needs a name and a type.';
    problems.push({ line: lines[i] ?? firstLine(text), text: JSON.stringify(item), problem: wrong });
  }
  return problems.length > 0 ? { ok: false, problems } : parsed(columns);
}

/** Whether a text goes on like JSON where its first bracket or brace stands. */
export function looksLikeJson(text: string): boolean {
  return /^\s*(\[\s*(\{|$)|\{\s*(["'“”]|$))/.test(text);
}

/** JSON, or objects that stand one after the other, with commas between and after them or without. */
function parse(text: string): unknown {
  if (/^\s*\[/.test(text)) return JSON.parse(bare(text));
  const [first, ...more]: unknown[] = JSON.parse(asArray(bare(text)));
  return more.length > 0 || (isColumn(first) && !columnList(first)) ? [first, ...more] : first;
}

/** Without a byte order mark and other blanks of no JSON around it; line breaks stay, for the line numbers. */
function bare(text: string): string {
  return text.trimEnd().replace(/^\s*/, (blanks) => blanks.replace(/[^\n]/g, ''));
}

function asArray(text: string): string {
  // Between two objects, nothing but a comma is missing; line breaks stay, for the line numbers.
  const items = text.replace(/"(?:[^"\\]|\\.)*"|\}\s*(?=\{)|,\s*$/g, (found) =>
    found.startsWith('}') ? found.replace('}', '},') : found.startsWith(',') ? '' : found,
  );
  return `[${items}]`;
}

function isColumn(value: unknown): boolean {
  const { name, type } = asRecord(value);
  return typeof name === 'string' && typeof type === 'string';
}

function columnList(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  const { columns, schema } = asRecord(value);
  if (Array.isArray(columns)) return columns;
  const inner = asRecord(schema).columns;
  return Array.isArray(inner) ? inner : undefined;
}

/** The line on which each item of the list begins. */
function itemLines(text: string): number[] {
  const start = /^\s*\[/.test(text) ? text.indexOf('[') : text.search(/(?<="columns"\s*:\s*)\[/);
  const lines: number[] = [];
  let depth = 0;
  let line = text.slice(0, start).split('\n').length;
  let awaited = false;
  for (const [token] of text.slice(start).matchAll(/"(?:[^"\\]|\\.)*"|\S|\n/g)) {
    if (token === '\n') {
      line += 1;
      continue;
    }
    if (awaited && token !== ']') lines.push(line);
    awaited = false;
    if ('[{'.includes(token)) depth += 1;
    if (']}'.includes(token)) depth -= 1;
    if (depth === 0) break;
    if (depth === 1) awaited = token === ',' || token === '[';
  }
  return lines;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** The first line that is not blank, from 1. */
export function firstLine(text: string): number {
  return text.slice(0, text.search(/\S/)).split('\n').length;
}

function lineOf(text: string, line: number): string {
  return text.split('\n')[line - 1] ?? '';
}

function problem(one: TextProblem): ParsedColumns {
  return { ok: false, problems: [one] };
}
