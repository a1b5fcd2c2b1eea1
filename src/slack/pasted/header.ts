/** What the first row of a pasted table says of the rows below it: where in each row name and type stand. */
export interface Header {
  separator: string;
  name: number;
  type: number;
  /** How many cells a row has. */
  cells: number;
}

const separators = ['\t', ';', ',', ':'];
const nameWords = /^((column|field|attribute|variable)[ _]?name|column|field|attribute|variable|name)$/i;
const typeWords = /^((column|field|data|attribute|variable|sql)[ _]?)?type$/i;

/** Undefined when the line is no header. */
export function readHeader(line: string): Header | undefined {
  for (const separator of separators) {
    const cells = splitRow(line, separator);
    const name = cells.findIndex((cell) => nameWords.test(cell));
    const type = cells.findIndex((cell) => typeWords.test(cell));
    if (name >= 0 && type >= 0) return { separator, name, type, cells: cells.length };
  }
  return undefined;
}

/** Whether each row is a name and then a type, as in a text without a header. */
export function isPlain({ name, type, cells }: Header): boolean {
  return name === 0 && type === 1 && cells === 2;
}

/** The row as `name<separator>type`, whatever else stands in it; undefined when it has too few cells. */
export function nameAndTypeOf(line: string, { separator, name, type, cells }: Header): [string, string] | undefined {
  const found = splitRow(line, separator);
  // Of two cells the type has no separator in it, so that whatever is more belongs to the name.
  if (cells === 2 && found.length > 2) return [line.slice(line.indexOf(separator) + 1).trim(), found[type] ?? ''];
  const [nameCell, typeCell] = [found[name], found[type]];
  return nameCell === undefined || typeCell === undefined ? undefined : [nameCell, typeCell];
}

/** Cells without the quotes that CSV puts around them, and without blanks around. */
function splitRow(line: string, separator: string): string[] {
  const cell = new RegExp(` *(?:"((?:[^"]|"")*)" *(?=${separator}|$)|([^${separator}]*))(?:${separator}|$)`, 'gy');
  const cells: string[] = [];
  for (const [whole, quoted, bare = ''] of line.matchAll(cell)) {
    cells.push(quoted?.replaceAll('""', '"') ?? bare.trim());
    if (!whole.endsWith(separator)) break;
  }
  return cells;
}
