import { type ApiCall, idsIn } from '../api.ts';
import { kindOf } from '../kinds.ts';
import type { Reply } from '../reply.ts';
import type { WorldDataset, WorldExecution } from '../types.ts';
import type { World } from '../world.ts';
import type { ProductEndpoint, ProductInstance } from './endpoint.ts';

export const streamEndpoints: readonly ProductEndpoint[] = [
  { method: 'GET', path: '/api/data/v1/streams/bulk', handle: some },
];

function some(call: ApiCall, { world }: ProductInstance): Reply {
  const ids = idsIn(call.query, 'streamId');
  const found = world.fedByStreams().filter(({ streamId }) => ids.includes(streamId ?? 0));
  return { status: 200, json: found.map((dataset) => view(dataset, world)) };
}

/** Times in seconds. Which columns are keys of an upsert is not in it. */
function view(dataset: WorldDataset, world: World): object {
  const { streamId, updateMethod, createdAt, updatedAt, accountId } = dataset;
  const { provider, transportType } = kindOf(dataset);
  const runs = world.executions(dataset.id);
  const last = runs.at(-1);
  const credentials = accountId === undefined ? undefined : world.account(accountId);
  return {
    id: streamId,
    valid: true,
    transport: { type: transportType, description: `com.domo.connector.${provider}`, version: '0' },
    updateMethod,
    dataProvider: { id: 1, key: provider, dateCreated: 1_583_529_722_000 },
    account: credentials ? { id: credentials.id, displayName: credentials.name, userId: credentials.ownerId } : null,
    dataSource: { id: dataset.id },
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

function executionView({ id, currentState, startedAt }: WorldExecution): object {
  return { executionId: id, startedAt: seconds(startedAt), currentState, rowsInserted: 0, errors: [] };
}

function seconds(time: string): number {
  return Math.floor(Date.parse(time) / 1000);
}
