import type { ApiCall, Instance, Route } from './api.ts';
import { existing } from './datasets.ts';
import { ApiError, type Reply } from './reply.ts';

export const importRoutes: readonly Route[] = [
  { method: 'PUT', path: '/v1/datasets/:id/data', scope: 'data', handle: importData },
];

/**
 * Takes rows as CSV without a header, in the order of the columns: the rows are counted and forgotten. Neither their width
 * nor their types change the schema; rows of another width are refused.
 */
function importData(call: ApiCall, instance: Instance): Reply {
  const dataset = existing(call, instance);
  if (!/^text\/csv\b/.test(call.contentType)) throw new ApiError(415, 'Unsupported Media Type');
  const widths = rowWidths(call.body);
  if (dataset.sourceColumns || widths.some((width) => width !== dataset.columns.length)) {
    throw new ApiError(400, `Data import failed for dataset ${dataset.id}`);
  }
  // Whatever else is asked for, Domo replaces.
  const before = call.query.get('updateMethod') === 'APPEND' ? dataset.rows : 0;
  const edit = { rows: before + widths.length, columnCount: dataset.columns.length };
  instance.world.edit(dataset.id, edit, 'api', 'UPDATED', instance.clientUserId);
  return { status: 204 };
}

/** How many fields each row has. Within quotes, commas and line ends are text. */
function rowWidths(csv: string): number[] {
  const rows = csv.replace(/"(?:[^"]|"")*"/g, 'quoted').split(/\r?\n/);
  return rows.filter((row) => row !== '').map((row) => row.split(',').length);
}
