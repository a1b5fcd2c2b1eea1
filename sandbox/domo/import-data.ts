import type { ApiCall, Instance, Route } from './api.ts';
import { existing } from './datasets.ts';
import { ApiError, type Reply, traceId } from './reply.ts';
import type { WorldColumn, WorldDataset } from './types.ts';

export const importRoutes: readonly Route[] = [
  { method: 'PUT', path: '/v1/datasets/:id/data', scope: 'data', handle: importData },
  { method: 'GET', path: '/v1/datasets/:id/data', scope: 'data', handle: exportData },
];

/** Most rows that an export makes up. */
const exportedRows = 1000;

/**
 * Takes rows as CSV without a header, in the order of the columns: the rows are counted and forgotten. Neither their width
 * nor their types change the schema; rows of another width are refused.
 */
function importData(call: ApiCall, instance: Instance): Reply {
  const dataset = existing(call, instance);
  const count = rowsOf(call, dataset);
  // Whatever else is asked for, Domo replaces.
  const before = call.query.get('updateMethod') === 'APPEND' ? dataset.rows : 0;
  const dataCurrentAt = instance.now().toISOString();
  const edit = { rows: before + count, columnCount: dataset.columns.length, dataCurrentAt };
  instance.world.edit(dataset.id, edit, 'api', 'UPDATED', instance.clientUserId);
  return { status: 204 };
}

/** Answers CSV of as many rows as the dataset has, with values that are made up. */
function exportData(call: ApiCall, instance: Instance): Reply {
  const dataset = existing(call, instance);
  const header = call.query.get('includeHeader') === 'true' ? [dataset.columns.map(({ name }) => quoted(name))] : [];
  const rows = Array.from({ length: Math.min(dataset.rows, exportedRows) }, (_, row) =>
    dataset.columns.map((column) => madeUp(column, row)),
  );
  const body = [...header, ...rows].map((cells) => `${cells.join(',')}\n`).join('');
  return { status: 200, text: { type: 'text/csv', body } };
}

/** How many rows the call sends. Throws 415 when it is no CSV, 400 when it does not fit the columns. */
export function rowsOf(call: ApiCall, dataset: WorldDataset): number {
  if (!/^text\/csv\b/.test(call.contentType)) throw new ApiError(415, 'Unsupported Media Type');
  const widths = rowWidths(call.body);
  const fits = widths.every((width) => width === dataset.columns.length);
  if (dataset.kind !== 'api' || !fits) throw importFailed(dataset.id);
  return widths.length;
}

/** Unlike Domo's other refusals, this one names no path. */
export function importFailed(datasetId: string): ApiError {
  const message = `Data import failed for dataset ${datasetId}`;
  return new ApiError(400, message, {
    body: { status: 400, statusReason: 'Bad Request', message, toe: traceId() },
  });
}

/** How many fields each row has. Within quotes, commas and line ends are text. */
function rowWidths(csv: string): number[] {
  const rows = csv.replace(/"(?:[^"]|"")*"/g, 'quoted').split(/\r?\n/);
  return rows.filter((row) => row !== '').map((row) => row.split(',').length);
}

function madeUp({ type, name }: WorldColumn, row: number): string {
  switch (type) {
    case 'LONG':
      return String(row);
    case 'DOUBLE':
    case 'DECIMAL':
      return `${row}.5`;
    case 'DATE':
      return '2026-01-01';
    case 'DATETIME':
      return '2026-01-01T00:00:00';
    default:
      return quoted(`${name} ${row + 1}`);
  }
}

function quoted(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
