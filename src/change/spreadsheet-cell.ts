/** What spreadsheets take for the start of a formula, also behind blanks, U+00A0 and the byte order mark. */
const formula = /^[\s\u00a0\ufeff]*[=+\-@\t\r|%]/;

/**
 * Where else a cell can start: a spreadsheet whose list separator is not the comma splits there, and takes the quotation
 * marks around a cell for text unless the cell is the first of its line.
 */
const laterFormula = /[;\t\r\n](?=(?:[^\S\t\r\n]|")*[=+\-@|%])/g;

/** A cell of a CSV file that no spreadsheet takes for a formula: what would be one starts with an apostrophe. */
export function safeCell(text: string): string {
  const safe = text.replace(laterFormula, "$&'");
  return formula.test(text) ? `'${safe}` : safe;
}
