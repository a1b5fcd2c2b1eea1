import type { ApiCall } from '../api.ts';
import { ApiError, type Reply } from '../reply.ts';
import type { WorldDataflow } from '../uses.ts';
import type { World } from '../world.ts';
import type { ProductEndpoint, ProductInstance } from './endpoint.ts';

export const dataflowEndpoints: readonly ProductEndpoint[] = [
  { method: 'GET', path: '/api/dataprocessing/v2/dataflows/:id', handle: retrieve },
];

/** A deleted one is still there, and says so. */
function retrieve(call: ApiCall, { world }: ProductInstance): Reply {
  const flow = world.uses.dataflow(Number(call.params.id));
  if (!flow) throw new ApiError(404, 'DataFlow was not found');
  return { status: 200, json: view(flow, world) };
}

function view(flow: WorldDataflow, world: World): object {
  const { id, name, ownerId, inputs, outputs, databaseType, columns, deleted = false } = flow;
  const source = (dataSourceId: string) => ({ dataSourceId, dataSourceName: world.dataset(dataSourceId)?.name ?? '' });
  return {
    id,
    name,
    databaseType,
    inputs: inputs.map(source),
    outputs: outputs.map((output) => ({ ...source(output), versionChainType: 'REPLACE' })),
    actions: actions(flow, columns),
    responsibleUserId: ownerId,
    runState: 'ENABLED',
    enabled: !deleted,
    deleted,
  };
}

/** Tiles name their columns; of SQL there is only its text. */
function actions({ databaseType, inputs }: WorldDataflow, columns: readonly string[]): object[] {
  const load = inputs.map((dataSourceId) => ({ type: 'LoadFromVault', dataSourceId }));
  if (databaseType !== 'MAGIC') return [...load, { type: 'SQL', statements: ['SELECT * FROM `input`'] }];
  return [...load, { type: 'SelectValues', fields: columns.map((name) => ({ name })) }];
}
