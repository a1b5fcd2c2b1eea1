import type { NameAndType } from '../../change/schema/diff.ts';
import { parseColumns } from './columns.ts';
import { looksLikeJson } from './json.ts';
import type { TextProblem } from './types.ts';

/** What several text fields hold: the columns of each, or by field what cannot be read of it. */
export type ParsedFields =
  | { ok: true; columns: NameAndType[][]; became: Map<string, string> }
  | { ok: false; problems: Map<number, TextProblem[]> };

/**
 * Reads each field by itself, as `parseColumns` does. JSON that is longer than the first field may go on in the next ones;
 * lines that cannot be read are counted in the field where they stand.
 */
export function parseFields(texts: readonly string[], alsoTypes: readonly string[] = []): ParsedFields {
  const each = texts.map((text) => parseColumns(text, alsoTypes));
  const columns = each.flatMap((parsed) => (parsed.ok ? [parsed.columns] : []));
  const became = new Map(each.flatMap((parsed) => (parsed.ok ? [...(parsed.became ?? [])] : [])));
  if (columns.length === texts.length) return { ok: true, columns, became };
  if (!looksLikeJson(texts.find((text) => text.trim() !== '') ?? '')) {
    return { ok: false, problems: new Map(each.flatMap((one, i) => (one.ok ? [] : [[i, one.problems]]))) };
  }

  const whole = parseColumns(texts.join(''), alsoTypes);
  if (whole.ok) return { ok: true, columns: [whole.columns], became: whole.became ?? new Map() };
  const starts: number[] = [];
  let line = 1;
  for (const text of texts) {
    starts.push(line);
    line += text.split('\n').length - 1;
  }
  const filled = (i: number) => texts[i]?.trim() !== '';
  const placed = whole.problems.map((problem) => {
    const field = starts.findLastIndex((start, i) => start <= problem.line && filled(i));
    return { field, problem: { ...problem, line: problem.line - (starts[field] ?? 1) + 1 } };
  });
  const byField = Map.groupBy(placed, ({ field }) => field);
  return { ok: false, problems: new Map([...byField].map(([i, some]) => [i, some.map(({ problem }) => problem)])) };
}

/** Whether the last field repeats most of what the others hold: a whole list pasted where more columns are awaited. */
export function isPastedBelow(columns: readonly NameAndType[][]): boolean {
  const last = new Set(columns.at(-1)?.map(({ name }) => name));
  const above = columns.slice(0, -1).flat();
  return above.filter(({ name }) => last.has(name)).length * 2 > above.length;
}
