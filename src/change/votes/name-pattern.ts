/** Whether a dataset's whole name fits a pattern, in any case; `*` stands for any characters, or none. */
export function matchesPattern(pattern: string, name: string): boolean {
  const [start = '', ...rest] = fold(pattern).split('*');
  const end = rest.pop();
  const folded = fold(name);
  if (end === undefined) return folded === start;
  if (!folded.startsWith(start)) return false;
  // Each part at its first place: no backtracking, so that no name and pattern take long.
  let at = start.length;
  for (const part of rest) {
    const found = folded.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return folded.length - end.length >= at && folded.endsWith(end);
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim();
}
