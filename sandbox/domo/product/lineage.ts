import type { ApiCall } from '../api.ts';
import { ApiError, type Reply } from '../reply.ts';
import type { World } from '../world.ts';
import { datasetOrThrow } from './datasources.ts';
import type { ProductEndpoint, ProductInstance } from './endpoint.ts';

export const lineageEndpoints: readonly ProductEndpoint[] = [
  { method: 'GET', path: '/api/data/v1/lineage/DATA_SOURCE/:id', handle: lineage },
];

interface Entity {
  type: 'DATA_SOURCE' | 'DATAFLOW' | 'CARD' | 'ALERT';
  id: string;
}

/** What hangs on a dataset directly, by type and id, without names. Domo would also go up, and further down. */
function lineage(call: ApiCall, instance: ProductInstance): Reply {
  const { world, faults } = instance;
  const { query } = call;
  const id = datasetOrThrow(call.params.id, call, instance).id;
  if (query.get('traverseUp') !== 'false' || query.get('maxDepth') !== '1') {
    throw new ApiError(400, 'This sandbox knows only one step down');
  }
  const views = faults.strike('views_left_out', call) ? [] : world.uses.views(id);
  const asked = query.get('requestEntities')?.split(',');
  const children = childrenOf(id, views, world).filter(({ type }) => asked?.includes(type) ?? true);
  const bare = (entity: Entity) => ({ ...entity, complete: true, children: [], parents: [] });
  const start: Entity = { type: 'DATA_SOURCE', id };
  const nodes = [{ ...bare(start), children: children.map(bare) }, ...children.map(bare)];
  return { status: 200, json: Object.fromEntries(nodes.map((node) => [`${node.type}${node.id}`, node])) };
}

/** Drills belong to their cards. */
function childrenOf(id: string, views: readonly string[], { uses, dataset }: World): Entity[] {
  const entities = (type: Entity['type'], found: readonly { id: number }[]) =>
    found.map((each) => ({ type, id: String(each.id) }));
  return [
    ...entities(
      'DATAFLOW',
      uses.dataflows(id).filter(({ deleted }) => !deleted),
    ),
    ...entities(
      'CARD',
      uses.cards(id).filter(({ drillOf }) => drillOf === undefined),
    ),
    ...entities('ALERT', uses.alerts(id)),
    ...views
      .filter((view) => dataset(view)?.deleted === false)
      .map((view) => ({ type: 'DATA_SOURCE' as const, id: view })),
  ];
}
