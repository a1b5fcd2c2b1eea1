import { stringify } from 'csv-stringify/sync';
import { showOwnerId } from '../change/owner/group.ts';
import { type ColumnChange, diffSchema, type NameAndType } from '../change/schema/diff.ts';
import { safeCell } from '../change/spreadsheet-cell.ts';
import type { Owner } from '../change/types.ts';
import type { RequestRecord } from '../workflow/tell/read-request.ts';
import type { ItemView } from '../workflow/tell/request-view.ts';
import { outcomeWords } from './words.ts';

/**
 * Every item as CSV, with a head line, in pieces: what a plan says of it, and for a result what became of it. Names and
 * changes alone, for everybody; with `record`, for those who may read them, ids, e-mails and what to check it by.
 */
export async function* itemsCsv(
  items: AsyncIterable<ItemView[]>,
  purpose: 'plan' | 'result',
  record?: RequestRecord,
): AsyncGenerator<string> {
  let isFirst = true;
  for await (const page of items) {
    // Without it Excel takes UTF-8 for the machine's own encoding.
    if (isFirst) yield `\ufeff${lines([headOf(page[0], purpose, record)])}`;
    isFirst = false;
    yield lines(
      page.flatMap((item) =>
        rowsOf(item, record).map((row) => [...row, ...outcome(item, purpose, record), ...check(record)]),
      ),
    );
  }
}

function headOf(first: ItemView | undefined, purpose: 'plan' | 'result', record: RequestRecord | undefined): string[] {
  const sides = (['before', 'after'] as const).flatMap((side) =>
    first?.change.kind === 'schema'
      ? [`name ${side}`, `type ${side}`, `position ${side}`]
      : [`owner ${side}`, ...(record ? [`owner ${side}: email`, `owner ${side}: Domo ID`] : [])],
  );
  return [
    ...(record ? ['request'] : []),
    'dataset',
    ...(record ? ['dataset ID'] : []),
    'row security',
    ...(first?.change.kind === 'schema' ? ['change'] : []),
    ...sides,
    ...(purpose === 'result' ? ['outcome', 'reason', ...(record ? ['settled at (UTC)'] : [])] : []),
    ...(record ? ['plan', 'rules', 'policy hash', 'audit reference'] : []),
  ];
}

function rowsOf({ datasetName, datasetId, pdp, change }: ItemView, record: RequestRecord | undefined): string[][] {
  const number = record ? [`#${record.number}`] : [];
  const dataset = [...number, datasetName, ...(record ? [datasetId] : []), pdp ? 'yes' : 'no'];
  if (change.kind === 'owner') {
    const mail = ({ id }: Owner) => record?.owners.find((each) => each.id === id)?.email ?? '';
    const owner = (each: Owner) => [each.name, ...(record ? [mail(each), showOwnerId(each.id)] : [])];
    return [[...dataset, ...owner(change.before), ...owner(change.after)]];
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
  const what = [
    ...(change.renamed ? ['renamed'] : []),
    ...(change.retyped ? ['type changed'] : []),
    ...(change.moved ? ['moved'] : []),
  ];
  return [what.join(', '), ...cells(from, before), ...cells(to, after)];
}

function outcome(
  { state, reason = '', settledAt }: ItemView,
  purpose: 'plan' | 'result',
  record: RequestRecord | undefined,
): string[] {
  if (purpose === 'plan') return [];
  return [outcomeWords[state], reason, ...(record ? [settledAt?.toISOString() ?? ''] : [])];
}

function check(record: RequestRecord | undefined): string[] {
  if (record === undefined) return [];
  const { fingerprint = '', rules, policyHash = '', auditHash = '' } = record;
  return [fingerprint, rules.join('; '), policyHash, auditHash];
}

/** Rows of a CSV file, each cell safe to open in a spreadsheet. */
export function lines(rows: string[][]): string {
  return stringify(
    rows.map((row) => row.map(safeCell)),
    { record_delimiter: '\r\n', quoted_match: /[\r\n]/ },
  );
}
