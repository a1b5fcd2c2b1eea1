import type { DomoServer } from '../domo/server.ts';
import type { OwnerType, WorldChange, WorldColumn, WorldDataset } from '../domo/types.ts';
import { datasetRow } from './domo-dataset.ts';
import type { DatasetRow, DomoChange } from './protocol.ts';

const kept = 200;

/** What the page remembers of a dataset, to tell what has moved. */
interface Known {
  name: string;
  description: string | undefined;
  ownerId: number;
  ownerType: OwnerType;
  columns: readonly WorldColumn[];
  deleted: boolean;
}

export interface Landed {
  change: DomoChange;
  row: DatasetRow | null;
}

/** Follows Domo: each change with what was before, and how many datasets each person has. */
export interface DomoWatch {
  owns(ownerId: number): number;
  /** The last 200, the latest first. */
  changes(): DomoChange[];
  close(): void;
}

export function watchDomo(domo: DomoServer, now: () => Date, tell: (landed: Landed) => void): DomoWatch {
  const { world } = domo;
  const known = new Map<string, Known>();
  const counts = new Map<number, number>();
  const changes: DomoChange[] = [];
  let number = 0;

  function count({ ownerId, ownerType }: Pick<Known, 'ownerId' | 'ownerType'>, by: 1 | -1): void {
    if (ownerType === 'USER') counts.set(ownerId, (counts.get(ownerId) ?? 0) + by);
  }
  function learn(id: string): { before: Known | undefined; dataset: WorldDataset | undefined } {
    const before = known.get(id);
    const dataset = world.dataset(id);
    if (before && !before.deleted) count(before, -1);
    if (dataset && !dataset.deleted) count(dataset, 1);
    if (dataset) known.set(id, remember(dataset));
    return { before, dataset };
  }
  for (const id of world.datasetIds()) learn(id);

  function note(change: WorldChange): void {
    const moved = change.datasetId === undefined ? [] : movedIn(change.datasetId);
    const user = change.userId === undefined ? undefined : world.user(change.userId);
    const lines = moved.length > 0 ? moved : [{ what: change.action, from: '', to: '' }];
    for (const line of lines) {
      number += 1;
      const landed: DomoChange = {
        number,
        at: now().toISOString(),
        by: change.by,
        datasetId: change.datasetId ?? null,
        subject: (change.datasetId ? world.dataset(change.datasetId)?.name : user?.name) ?? '',
        ...line,
      };
      changes.unshift(landed);
      if (changes.length > kept) changes.pop();
      const dataset = change.datasetId ? world.dataset(change.datasetId) : undefined;
      tell({ change: landed, row: dataset ? datasetRow(domo, dataset) : null });
    }
  }

  function movedIn(id: string): Pick<DomoChange, 'what' | 'from' | 'to'>[] {
    const { before, dataset } = learn(id);
    if (!before || !dataset) return [];
    const moved: Pick<DomoChange, 'what' | 'from' | 'to'>[] = [];
    const owner = ({ ownerId, ownerType }: Known | WorldDataset) =>
      world.ownerName(ownerId, ownerType) || `#${ownerId}`;
    if (before.ownerId !== dataset.ownerId || before.ownerType !== dataset.ownerType) {
      moved.push({ what: 'owner', from: owner(before), to: owner(dataset) });
    }
    if (before.columns !== dataset.columns) moved.push({ what: 'schema', ...columnsMoved(before, dataset) });
    if (before.name !== dataset.name) moved.push({ what: 'name', from: before.name, to: dataset.name });
    if (before.description !== dataset.description) {
      moved.push({ what: 'description', from: before.description ?? '', to: dataset.description ?? '' });
    }
    return moved;
  }

  const stop = domo.on('change', note);
  return { owns: (ownerId) => counts.get(ownerId) ?? 0, changes: () => changes, close: stop };
}

function remember({ name, description, ownerId, ownerType, columns, deleted }: WorldDataset): Known {
  return { name, description, ownerId, ownerType, columns, deleted };
}

/** The columns that only one side has, as `name TYPE`. */
function columnsMoved(before: Known, after: WorldDataset): { from: string; to: string } {
  const shown = ({ name, type }: WorldColumn) => `${name} ${type}`;
  const [had, has] = [before.columns.map(shown), after.columns.map(shown)];
  const gone = had.filter((each) => !has.includes(each));
  const come = has.filter((each) => !had.includes(each));
  const list = (names: string[], rest: number) => (names.length > 0 ? names.slice(0, 5).join(', ') : `${rest} columns`);
  return { from: list(gone, had.length), to: list(come, has.length) };
}
