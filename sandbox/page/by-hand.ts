import type { WorldDataset } from '../domo/types.ts';
import type { World } from '../domo/world.ts';
import type { ActOf } from './act.ts';
import type { ActAnswer } from './protocol.ts';

type HandAct = ActOf<
  'set owner' | 'describe' | 'rename column' | 'set columns' | 'run connector' | 'delete dataset' | 'delete user'
>;

/** A change in Domo's own pages, behind the app's back. */
export function changeByHand(world: World, act: HandAct): ActAnswer {
  if (act.do === 'delete user') {
    if (!world.user(act.userId)) return { ok: false, error: `Domo has no user ${act.userId}.` };
    world.deleteUser(act.userId);
    return { ok: true };
  }
  if (act.do === 'set owner') return setOwner(world, act);
  const dataset = world.dataset(act.datasetId);
  if (!dataset || dataset.deleted) return gone;
  change(world, dataset, act);
  return { ok: true };
}

const gone: ActAnswer = { ok: false, error: 'This dataset is gone from Domo.' };

/** Of several datasets at once, as in Domo's Data Center; of deleted ones, none. */
function setOwner(world: World, { datasetIds, owner }: ActOf<'set owner'>): ActAnswer {
  const { type, id } = owner;
  const what = type === 'USER' ? 'user' : 'group';
  if (world.ownerName(id, type) === '') return { ok: false, error: `Domo has no ${what} ${id}.` };
  const live = datasetIds.filter((each) => world.dataset(each)?.deleted === false);
  if (live.length === 0) return gone;
  for (const each of live) world.setOwner(each, id, type);
  return { ok: true };
}

function change(world: World, dataset: WorldDataset, act: Exclude<HandAct, { do: 'set owner' | 'delete user' }>): void {
  switch (act.do) {
    case 'describe':
      world.setDescription(dataset.id, act.description || undefined);
      break;
    case 'rename column':
      world.setSchema(
        dataset.id,
        dataset.columns.map((column, index) => (index === act.index ? { ...column, name: act.name } : column)),
      );
      break;
    case 'set columns':
      if (act.at === 'source') world.setSource(dataset.id, act.columns);
      else world.setSchema(dataset.id, act.columns);
      break;
    case 'run connector':
      world.runConnector(dataset.id);
      break;
    case 'delete dataset':
      world.deleteDataset(dataset.id);
  }
}
