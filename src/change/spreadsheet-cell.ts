/** What spreadsheets take for the start of a formula, also behind blanks, U+00A0 and the byte order mark. */
const formula = /^[\s\u00a0\ufeff]*[=+\-@\t\r|%]/;

/** A cell of a CSV file that no spreadsheet takes for a formula: what would be one starts with an apostrophe. */
export function safeCell(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}
