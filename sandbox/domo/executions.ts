import { type ApiCall, type Instance, pageNumber, type Route } from './api.ts';
import { importFailed, rowsOf } from './import-data.ts';
import { ApiError, type Reply } from './reply.ts';
import { datasetOfStream } from './streams.ts';
import type { WorldExecution } from './types.ts';

const path = '/v1/streams/:streamId/executions';

/** How large data comes in: an execution is opened, its parts are sent, and all of them count once it is committed. */
export const executionRoutes: readonly Route[] = [
  { method: 'GET', path, scope: 'data', handle: list },
  { method: 'POST', path, scope: 'data', handle: open },
  { method: 'GET', path: `${path}/:executionId`, scope: 'data', handle: retrieve },
  { method: 'PUT', path: `${path}/:executionId/part/:part`, scope: 'data', handle: takePart },
  { method: 'PUT', path: `${path}/:executionId/commit`, scope: 'data', handle: commit },
  { method: 'PUT', path: `${path}/:executionId/abort`, scope: 'data', handle: abort },
];

function list(call: ApiCall, { world }: Instance): Reply {
  const { id } = datasetOfStream(call, world);
  const limit = pageNumber(call.query, 'limit', 50, 500);
  const offset = pageNumber(call.query, 'offset', 0);
  return {
    status: 200,
    json: world
      .executions(id)
      .slice(offset, offset + limit)
      .map(view),
  };
}

/** The execution that is open already, if there is one, ends. */
function open(call: ApiCall, { world, now }: Instance): Reply {
  const executions = world.executions(datasetOfStream(call, world).id);
  for (const each of executions) if (each.currentState === 'ACTIVE') each.currentState = 'ABORTED';
  const at = now().toISOString();
  const opened: WorldExecution = { id: executions.length + 1, currentState: 'ACTIVE', startedAt: at, parts: new Map() };
  executions.push(opened);
  return { status: 201, json: view(opened) };
}

function retrieve(call: ApiCall, { world }: Instance): Reply {
  return { status: 200, json: view(find(call, world)) };
}

/** Parts are told apart by their number: one that comes again takes the place of the former. */
function takePart(call: ApiCall, { world }: Instance): Reply {
  const execution = active(call, world);
  execution.parts.set(call.params.part ?? '', rowsOf(call, datasetOfStream(call, world)));
  return { status: 200, json: view(execution) };
}

function commit(call: ApiCall, { world, now, clientUserId }: Instance): Reply {
  const dataset = datasetOfStream(call, world);
  const execution = active(call, world);
  const rows = [...execution.parts.values()].reduce((sum, count) => sum + count, 0);
  const at = now().toISOString();
  Object.assign(execution, { currentState: 'SUCCESS', endedAt: at });
  const edit = { rows, columnCount: dataset.columns.length, dataCurrentAt: at };
  world.edit(dataset.id, edit, 'api', 'UPDATED', clientUserId);
  return { status: 200, json: view(execution) };
}

function abort(call: ApiCall, { world, now }: Instance): Reply {
  const execution = active(call, world);
  Object.assign(execution, { currentState: 'ABORTED', endedAt: now().toISOString() });
  return { status: 200, json: view(execution) };
}

function find(call: ApiCall, world: Instance['world']): WorldExecution {
  const executions = world.executions(datasetOfStream(call, world).id);
  const found = executions.find(({ id }) => String(id) === call.params.executionId);
  if (!found) throw new ApiError(404, 'Not Found');
  return found;
}

function active(call: ApiCall, world: Instance['world']): WorldExecution {
  const execution = find(call, world);
  if (execution.currentState !== 'ACTIVE') throw importFailed(datasetOfStream(call, world).id);
  return execution;
}

function view({ id, currentState, startedAt, endedAt, parts }: WorldExecution): object {
  const rowsSent = [...parts.values()].reduce((sum, count) => sum + count, 0);
  const end = endedAt === undefined ? {} : { endedAt };
  return { id, startedAt, ...end, currentState, createdAt: startedAt, modifiedAt: endedAt ?? startedAt, rowsSent };
}
