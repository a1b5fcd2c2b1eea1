import { type ApiCall, pageNumber } from '../api.ts';
import { ApiError, type Reply } from '../reply.ts';
import { datasetOrThrow } from './datasources.ts';
import type { ProductEndpoint, ProductInstance } from './endpoint.ts';
import { childrenOf, count, type Entity, keyOf, monthBefore, parentsOf, reachOf } from './reach.ts';

export const lineageEndpoints: readonly ProductEndpoint[] = [
  { method: 'GET', path: '/api/data/v1/lineage/DATA_SOURCE/:id', handle: lineage },
  { method: 'GET', path: '/api/data/v1/impacts/DATA_SOURCE/:id', handle: impacts },
];

/** How much hangs on a dataset: directly, and at any distance. Domo computes it ahead, so it may be old. */
function impacts(call: ApiCall, instance: ProductInstance): Reply {
  const { world, faults, now } = instance;
  const { id } = datasetOrThrow(call.params.id, call, instance);
  const as = faults.strike('impacts', call)?.as;
  if (as === 'failing') throw new ApiError(500, 'Impact counts are not available');
  const direct = count(childrenOf({ type: 'DATA_SOURCE', id }, world));
  const all = reachOf(id, world);
  const json = {
    cardCount: direct.cards,
    dataFlowCount: direct.dataflows,
    dataSourceCount: direct.datasets,
    alertCount: direct.alerts,
    impactCardCount: all.cards,
    impactDataFlowCount: all.dataflows,
    impactDataSourceCount: all.datasets,
    impactAlertCount: all.alerts,
    complete: as !== 'partial',
    ranUpdate: false,
    updated: (as === 'stale' ? monthBefore(now()) : now()).getTime(),
  };
  return { status: 200, json };
}

interface LineageNode extends Entity {
  complete: boolean;
  children: LineageNode[];
  parents: Entity[];
  associatedEntityId?: string;
  ancestorCounts?: Record<string, number>;
  descendantCounts?: Record<string, number>;
}

interface Edge {
  from: Entity;
  to: Entity;
}

/** A map by type and id, without names. Without `maxDepth` it is all there is, however much. */
function lineage(call: ApiCall, instance: ProductInstance): Reply {
  const { world, faults } = instance;
  const { query } = call;
  const start: Entity = { type: 'DATA_SOURCE', id: datasetOrThrow(call.params.id, call, instance).id };
  const as = faults.strike('lineage', call)?.as;
  const hidesView = (from: Entity, to: Entity) =>
    as === 'without views' && from.type === 'DATA_SOURCE' && to.type === 'DATA_SOURCE';
  const depth = pageNumber(query, 'maxDepth', Number.MAX_SAFE_INTEGER);
  const asked = query.get('requestEntities')?.split(',');
  const wanted = ({ to }: Edge) => asked?.includes(to.type) ?? true;
  const down = (of: Entity) => childrenOf(of, world).filter((child) => !hidesView(of, child));
  const up = (of: Entity) => parentsOf(of, world);
  const below = query.get('traverseDown') === 'false' ? [] : edgesFrom(start, down, depth).filter(wanted);
  const above = query.get('traverseUp') === 'false' ? [] : edgesFrom(start, up, depth).filter(wanted);

  const nodes = new Map<string, LineageNode>();
  const node = (entity: Entity) => {
    const known = nodes.get(keyOf(entity)) ?? bare(entity, start);
    nodes.set(keyOf(entity), known);
    return known;
  };
  Object.assign(node(start), { ancestorCounts: tally(above), descendantCounts: tally(below) });
  for (const { from, to } of below) {
    const children = as === 'repeated' ? [bare(to, start), bare(to, start)] : [bare(to, start)];
    node(from).children.push(...children);
    // A card's own node does not name its dataset.
    if (to.type !== 'CARD') node(to).parents.push(from);
    else node(to);
  }
  for (const { from, to } of above) {
    node(from).parents.push(to);
    node(to);
  }
  return { status: 200, json: Object.fromEntries(nodes) };
}

/** Each step once, in the order of their distance. */
function edgesFrom(start: Entity, next: (of: Entity) => Entity[], depth: number): Edge[] {
  const edges: Edge[] = [];
  const seen = new Set([keyOf(start)]);
  let level = [start];
  for (let step = 0; step < depth && level.length > 0; step += 1) {
    const found = level.flatMap((from) => next(from).map((to) => ({ from, to })));
    edges.push(...found);
    const reached = new Map(found.map(({ to }) => [keyOf(to), to]));
    level = [...reached].filter(([key]) => !seen.has(key)).map(([, to]) => to);
    for (const each of level) seen.add(keyOf(each));
  }
  return edges;
}

function bare(entity: Entity, start: Entity): LineageNode {
  const alert = entity.type === 'ALERT' ? { associatedEntityId: start.id } : {};
  return { ...entity, ...alert, complete: true, children: [], parents: [] };
}

function tally(edges: readonly Edge[]): Record<string, number> {
  const ids = new Map(edges.map(({ to }) => [keyOf(to), to.type]));
  const counts: Record<string, number> = {};
  for (const type of ids.values()) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
