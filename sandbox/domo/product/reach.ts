import type { World } from '../world.ts';

export interface Reach {
  cards: number;
  dataflows: number;
  datasets: number;
  alerts: number;
}

export type NodeType = 'DATA_SOURCE' | 'DATAFLOW' | 'CARD' | 'ALERT';

export interface Entity {
  type: NodeType;
  id: string;
}

/** What hangs on it directly, views last. Drills belong to their cards. */
export function childrenOf({ type, id }: Entity, world: World): Entity[] {
  const { uses } = world;
  if (type === 'DATAFLOW') return datasets(uses.dataflow(Number(id))?.outputs ?? [], world);
  if (type !== 'DATA_SOURCE') return [];
  return [
    ...uses
      .dataflows(id)
      .filter(({ deleted }) => !deleted)
      .map((flow) => entity('DATAFLOW', flow.id)),
    ...uses
      .cards(id)
      .filter(({ drillOf }) => drillOf === undefined)
      .map((card) => entity('CARD', card.id)),
    ...uses.alerts(id).map((alert) => entity('ALERT', alert.id)),
    ...datasets(uses.views(id), world),
  ];
}

/** What it is made of. */
export function parentsOf({ type, id }: Entity, world: World): Entity[] {
  if (type === 'DATAFLOW') return datasets(world.uses.dataflow(Number(id))?.inputs ?? [], world);
  if (type !== 'DATA_SOURCE') return [];
  const flow = world.uses.madeBy(id);
  const { viewOf } = world.dataset(id) ?? {};
  return [...(flow ? [entity('DATAFLOW', flow.id)] : []), ...(viewOf === undefined ? [] : datasets([viewOf], world))];
}

/** All that hangs on a dataset, at any distance, counted once each. */
export function reachOf(datasetId: string, world: World): Reach {
  const seen = new Map<string, Entity>();
  const queue: Entity[] = [entity('DATA_SOURCE', datasetId)];
  for (const next of queue) {
    for (const child of childrenOf(next, world)) {
      if (seen.has(keyOf(child)) || child.id === datasetId) continue;
      seen.set(keyOf(child), child);
      queue.push(child);
    }
  }
  return count([...seen.values()]);
}

export function count(entities: readonly Entity[]): Reach {
  const of = (type: NodeType) => entities.filter((each) => each.type === type).length;
  return { cards: of('CARD'), dataflows: of('DATAFLOW'), datasets: of('DATA_SOURCE'), alerts: of('ALERT') };
}

/** When counts were made that are stale. */
export function monthBefore(time: Date): Date {
  return new Date(time.getTime() - 30 * 86_400_000);
}

export function keyOf({ type, id }: Entity): string {
  return `${type}${id}`;
}

function entity(type: NodeType, id: number | string): Entity {
  return { type, id: String(id) };
}

function datasets(ids: readonly string[], world: World): Entity[] {
  return ids.filter((id) => world.dataset(id)?.deleted === false).map((id) => entity('DATA_SOURCE', id));
}
