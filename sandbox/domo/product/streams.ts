import { type ApiCall, idsIn } from '../api.ts';
import { kindOf } from '../kinds.ts';
import { ApiError, type Reply } from '../reply.ts';
import type { WorldDataset, WorldExecution } from '../types.ts';
import { datasourceView, readOptions } from './datasource-view.ts';
import type { ProductEndpoint, ProductInstance } from './endpoint.ts';

export const streamEndpoints: readonly ProductEndpoint[] = [
  { method: 'GET', path: '/api/data/v1/streams/bulk', handle: some },
  { method: 'GET', path: '/api/data/v1/streams/:streamId', handle: retrieve },
  { method: 'GET', path: '/api/data/v1/streams/:streamId/executions', handle: executions },
  { method: 'GET', path: '/api/data/v1/accounts/:accountId', handle: account },
  { method: 'GET', path: '/api/data/v2/accounts/share/:accountId', handle: accountShares },
];

function retrieve(call: ApiCall, instance: ProductInstance): Reply {
  return { status: 200, json: view(datasetOf(Number(call.params.streamId), instance), call, instance) };
}

function some(call: ApiCall, instance: ProductInstance): Reply {
  const ids = idsIn(call.query, 'streamId');
  const found = instance.world.fedByStreams().filter(({ streamId }) => ids.includes(streamId ?? 0));
  return { status: 200, json: found.map((dataset) => view(dataset, call, instance)) };
}

/** The latest first. One that runs is `ACTIVE`. */
function executions(call: ApiCall, instance: ProductInstance): Reply {
  const { id } = datasetOf(Number(call.params.streamId), instance);
  return { status: 200, json: instance.world.executions(id).toReversed().map(executionView) };
}

/** Whose the credentials are: `userId` is only the first of their owners. */
function account(call: ApiCall, { world }: ProductInstance): Reply {
  const found = world.account(Number(call.params.accountId));
  if (!found) throw new ApiError(404, 'Account was not found');
  const { id, name, provider, ownerId } = found;
  return { status: 200, json: { id, displayName: name, name, dataProviderType: provider, userId: ownerId } };
}

function accountShares(call: ApiCall, { world }: ProductInstance): Reply {
  const found = world.account(Number(call.params.accountId));
  if (!found) throw new ApiError(404, 'Account was not found');
  return { status: 200, json: [{ type: 'USER', id: found.ownerId, accessLevel: 'OWNER' }] };
}

function datasetOf(streamId: number, instance: ProductInstance): WorldDataset {
  const dataset = instance.world.fedByStreams().find((each) => each.streamId === streamId);
  if (!dataset) throw new ApiError(404, 'Stream was not found');
  return dataset;
}

/** Times in seconds, but ms within the dataset. Which columns are keys of an upsert is not in it. */
function view(dataset: WorldDataset, call: ApiCall, instance: ProductInstance): object {
  const { world } = instance;
  const { streamId, updateMethod, columns, createdAt, updatedAt, accountId } = dataset;
  const { provider, transportType } = kindOf(dataset);
  const runs = world.executions(dataset.id);
  const last = runs.at(-1);
  const credentials = accountId === undefined ? undefined : world.account(accountId);
  const whole = call.query.get('fields') === 'all';
  return {
    id: streamId,
    valid: true,
    transport: { type: transportType, description: `com.domo.connector.${provider}`, version: '0' },
    updateMethod,
    dataProvider: { id: 1, key: provider, dateCreated: 1_583_529_722_000 },
    account: credentials ? { id: credentials.id, displayName: credentials.name, userId: credentials.ownerId } : null,
    dataSource: whole
      ? datasourceView(dataset, world, { ...readOptions(call, instance), parts: 'all' })
      : { id: dataset.id },
    ...(whole && { schemaDefinition: { columns } }),
    scheduleState: dataset.kind === 'connector' ? 'ACTIVE' : 'MANUAL',
    scheduleExpression: dataset.kind === 'connector' ? '0 13/30 * * * ?' : 'MANUAL',
    advancedScheduleJson: '{"type":"MANUAL"}',
    lastExecution: last ? executionView(last) : null,
    currentExecution: last?.currentState === 'ACTIVE' ? executionView(last) : null,
    currentExecutionState: last?.currentState ?? 'SUCCESS',
    createdAt: seconds(createdAt),
    modifiedAt: seconds(updatedAt),
    // Such values may be secrets, and this one must be found in no log.
    configuration: [{ streamId, category: 'METADATA', name: 'apiKey', type: 'string', value: 'sk-never-log-me' }],
  };
}

function executionView({ id, currentState, startedAt, endedAt, parts }: WorldExecution): object {
  const rowsInserted = [...parts.values()].reduce((sum, rows) => sum + rows, 0);
  const end = endedAt === undefined ? {} : { endedAt: seconds(endedAt) };
  return { executionId: id, startedAt: seconds(startedAt), ...end, currentState, rowsInserted, errors: [] };
}

function seconds(time: string): number {
  return Math.floor(Date.parse(time) / 1000);
}
