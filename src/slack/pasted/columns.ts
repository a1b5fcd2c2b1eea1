import { type Header, isPlain, nameAndTypeOf, readHeader } from './header.ts';
import { firstLine, jsonColumns } from './json.ts';
import { nameless, readLine } from './line.ts';
import { noSuchType, type ParsedColumns, parsed, type ReadColumn, type TextProblem, typeOf } from './types.ts';

/**
 * Reads columns as people paste them: one `name: TYPE` a line (the last colon counts), also as a list; CSV `name,type` (also
 * with semicolons); cells of a spreadsheet; or JSON as Domo prints it. Types may be in any case, and what databases call
 * them; blank lines are skipped, and so is a header row, which may say that the type comes first or that more stands in a
 * row; blanks around a name do not count. What nobody can have meant as a column is refused: CSV of names alone, several
 * columns in a line.
 *
 * A name that those forms cannot say stands in quotes: before a colon as a JSON string (`"a\tb": LONG`, `" a ": LONG`,
 * `"\"a\"": LONG`), before a comma as CSV quotes it (`"a ""b""",LONG`). Quotes inside a name need nothing.
 *
 * @param alsoTypes types to accept beside Domo's documented ones: those that the dataset has already.
 */
export function parseColumns(text: string, alsoTypes: readonly string[] = []): ParsedColumns {
  const json = jsonColumns(text, alsoTypes);
  if (json) return json;

  const columns: ReadColumn[] = [];
  const problems: TextProblem[] = [];
  let header: Header | undefined;
  let headerMayCome = true;
  for (const [i, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = raw.trim();
    if (line === '') continue;
    const column = header && !isPlain(header) ? readRow(line, header, alsoTypes) : readLine(line, alsoTypes);
    // What reads as a column is one, whatever it is called.
    if (headerMayCome && typeof column === 'string') header = readHeader(line);
    const isHeader = headerMayCome && header !== undefined;
    headerMayCome = false;
    if (isHeader) continue;
    if (typeof column === 'string') problems.push({ line: i + 1, text: raw, problem: column });
    else columns.push(column);
  }
  const [only, ...more] = columns;
  if (only !== undefined && more.length === 0 && problems.length === 0 && mayBeNames(text, only)) {
    const problem = `Is “${only.word}” the type of “${only.name}”, or another column? Write one column per line, as name: TYPE.`;
    problems.push({ line: firstLine(text), text, problem });
  }
  return problems.length > 0 ? { ok: false, problems } : parsed(columns);
}

/** `Customer,Date` alone may be the first row of a CSV file: nobody can know. */
function mayBeNames(text: string, { word }: ReadColumn): boolean {
  const line = text.trim();
  return !/[:\n]/.test(line) && /^\p{Lu}\p{Ll}/u.test(word);
}

/** As `readLine`, in a table whose header says what stands where. */
function readRow(line: string, header: Header, alsoTypes: readonly string[]): ReadColumn | string {
  const [name, word] = nameAndTypeOf(line, header) ?? [];
  if (name === undefined || word === undefined) return 'This row has fewer cells than the header.';
  const type = typeOf(word, alsoTypes);
  if (type === undefined) return noSuchType(word);
  return name === '' ? nameless : { name, type, word };
}
