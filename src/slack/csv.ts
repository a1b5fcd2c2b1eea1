import { stringify } from 'csv-stringify/sync';
import { type ColumnChange, diffSchema, type NameAndType } from '../change/schema/diff.ts';
import { safeCell } from '../change/spreadsheet-cell.ts';
import type { ItemView } from '../workflow/tell/request-view.ts';
import { outcomeWords } from './words.ts';

/** Every item as CSV, with a head line: what a plan says of it, and for a result what became of it. */
export async function itemsCsv(items: AsyncIterable<ItemView[]>, purpose: 'plan' | 'result'): Promise<Buffer> {
  const chunks: string[] = [];
  for await (const page of items) {
    if (chunks.length === 0)
      chunks.push(lines([[...headOf(page[0]), ...(purpose === 'result' ? ['outcome', 'reason'] : [])]]));
    chunks.push(lines(page.flatMap((item) => rowsOf(item).map((row) => [...row, ...outcome(item, purpose)]))));
  }
  return Buffer.from(`\ufeff${chunks.join('')}`);
}

function headOf(first: ItemView | undefined): string[] {
  const dataset = ['dataset', 'dataset id', 'row security'];
  if (first?.change.kind === 'schema') {
    const sides = ['before', 'after'].flatMap((side) => [`name ${side}`, `type ${side}`, `position ${side}`]);
    return [...dataset, 'change', ...sides];
  }
  return [...dataset, 'owner before', 'owner before: Domo ID', 'owner after', 'owner after: Domo ID'];
}

function rowsOf({ datasetName, datasetId, pdp, change }: ItemView): string[][] {
  const dataset = [datasetName, datasetId, pdp ? 'yes' : 'no'];
  if (change.kind === 'owner') {
    const { before, after } = change;
    return [[...dataset, before.name, String(before.id), after.name, String(after.id)]];
  }
  const { before, after, renames } = change;
  return diffSchema(before, after, renames).map((each) => [...dataset, ...columnCells(each)]);
}

/** What happens to one column; positions are counted from 1. */
function columnCells(change: ColumnChange): string[] {
  const cells = ({ name, type }: NameAndType, at: number) => [name, type, String(at + 1)];
  const none = ['', '', ''];
  if (change.change === 'added') return ['added', ...none, ...cells(change.column, change.after)];
  if (change.change === 'removed') return ['removed', ...cells(change.column, change.before), ...none];
  const { from, to, before, after } = change;
  const what = (['renamed', 'retyped', 'moved'] as const).filter((each) => change[each]).join(', ');
  return [what, ...cells(from, before), ...cells(to, after)];
}

function outcome({ state, reason }: ItemView, purpose: 'plan' | 'result'): string[] {
  return purpose === 'result' ? [outcomeWords[state], reason ?? ''] : [];
}

/** Rows of a CSV file, each cell safe to open in a spreadsheet. */
export function lines(rows: string[][]): string {
  return stringify(
    rows.map((row) => row.map(safeCell)),
    { record_delimiter: '\r\n', quoted_match: /[\r\n]/ },
  );
}
