import type { ApiCall } from '../api.ts';
import type { Reply } from '../reply.ts';
import { datasetOrThrow } from './datasources.ts';
import type { ProductEndpoint, ProductInstance } from './endpoint.ts';

export const columnEndpoints: readonly ProductEndpoint[] = [
  { method: 'GET', path: '/api/data/v2/datasources/:id/schemas/latest', handle: latest },
  { method: 'GET', path: '/api/query/v1/datasources/:id/wrangle', handle: wrangle },
  { method: 'GET', path: '/api/ai/readiness/v1/data-dictionary/dataset/:id', handle: dictionary },
];

function latest(call: ApiCall, instance: ProductInstance): Reply {
  const { columns, keyColumns } = datasetOrThrow(call.params.id, call, instance);
  const keys = instance.faults.strike('upsert_keys_shown', call) !== undefined;
  const shown = columns.map(({ name, type }) => ({
    type,
    name,
    id: name,
    visible: true,
    metadata: { colLabel: name, colFormat: '', isEncrypted: false },
    ...(keys && { upsertKey: keyColumns.includes(name) }),
  }));
  return { status: 200, json: { schema: { columns: shown } } };
}

/** What people wrote about columns. */
function wrangle(call: ApiCall, instance: ProductInstance): Reply {
  const { columns, columnNotes } = datasetOrThrow(call.params.id, call, instance);
  const shown = columns.map(({ name, type }, order) => ({
    name,
    newName: null,
    description: columnNotes[name]?.description ?? '',
    type,
    order,
    visible: true,
    tags: columnNotes[name]?.tags ?? [],
    formula: null,
    calculated: false,
    remove: false,
  }));
  return { status: 200, json: { columns: shown } };
}

/** What the AI is told of columns. */
function dictionary(call: ApiCall, instance: ProductInstance): Reply {
  const { id, columns, columnNotes } = datasetOrThrow(call.params.id, call, instance);
  const shown = columns.map(({ name }) => {
    const { description = '', synonyms = [] } = columnNotes[name] ?? {};
    return { name, description, synonyms };
  });
  return { status: 200, json: { datasetId: id, columns: shown } };
}
