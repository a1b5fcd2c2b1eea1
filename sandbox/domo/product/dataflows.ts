import { type ApiCall, idsIn } from '../api.ts';
import { ApiError, type Reply } from '../reply.ts';
import type { WorldDataflow } from '../uses.ts';
import type { World } from '../world.ts';
import type { ProductEndpoint, ProductInstance } from './endpoint.ts';

export const dataflowEndpoints: readonly ProductEndpoint[] = [
  { method: 'GET', path: '/api/dataprocessing/v1/dataflows/timezones', handle: timezones },
  { method: 'GET', path: '/api/dataprocessing/v2/dataflows', handle: some },
  { method: 'GET', path: '/api/dataprocessing/v2/dataflows/:id', handle: retrieve },
];

/** Never an empty list: a host that answers everything with nothing is found out by it. */
function timezones(): Reply {
  return { status: 200, json: ['UTC', 'Europe/Zurich', 'America/Denver'] };
}

/** By id; unknown ones are left out. */
function some(call: ApiCall, { world }: ProductInstance): Reply {
  const flows = idsIn(call.query, 'dataFlowId').flatMap((id) => world.uses.dataflow(id) ?? []);
  return { status: 200, json: { onboardFlows: flows.map((flow) => view(flow, world)), metaData: {} } };
}

/** A deleted one is still there, and says so. The id of a dataset that it makes will do as well. */
function retrieve(call: ApiCall, { world }: ProductInstance): Reply {
  const { id = '' } = call.params;
  const flow = world.uses.dataflow(Number(id)) ?? world.uses.madeBy(id);
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
