import { type OutsideChange, shownBy, shownOwner } from '../../change/outside.ts';
import { type ActivityRow, outsideChangesIn, outsideChangesOf } from '../../store/activity.ts';
import type { Handle } from '../../store/database.ts';
import { itemsFrom } from '../../store/items.ts';
import type { RequestRow } from '../../store/requests.ts';

/** A change that was made beside the app, as Domo's activity log told of it. */
export interface OutsideView {
  datasetId: string;
  /** What was changed, without its subject. */
  words: string;
  /** Whom Domo names; '': nobody. */
  by: string;
  byId?: number | undefined;
  /** When, as Domo writes it; '': it says none. */
  saidAt: string;
  /** When the app found it. */
  at: Date;
}

/** The same of a dataset of a request that isn't decided. */
export interface OutsideOfPlan extends OutsideView {
  datasetName: string;
  alike: boolean;
  /** What was approved would not be written: it is not as it was planned. */
  skipped: boolean;
}

/** What became of the datasets of a plan since it was frozen; what was changed back is as it was. The newest of each, newest first. */
export async function outsideOfPlan(q: Handle, { id, kind, state, pendingAt }: RequestRow): Promise<OutsideOfPlan[]> {
  if (pendingAt === null || (state !== 'pending' && state !== 'approved')) return [];
  const lines = await outsideChangesIn(q, id, pendingAt);
  if (lines.length === 0) return [];
  const [first] = kind === 'schema' ? await itemsFrom(q, id, 0, 1) : [];
  const columns = first && shownBy(first.change, 'before');
  const told = new Set<string>();
  const found: OutsideOfPlan[] = [];
  for (const { line, ownerId, datasetName, alike } of lines) {
    for (const each of line.changes) {
      const key = `${each.kind} ${line.datasetId}`;
      const isBack = each.kind === kind && each.shown === (columns ?? shownOwner(ownerId));
      if (!told.has(key) && !isBack) {
        const skipped = each.kind === kind || each.kind === 'deleted';
        found.push({ ...viewOf(line, each), datasetName, alike, skipped });
      }
      told.add(key);
    }
  }
  return found;
}

/** What was changed in one dataset beside the app, newest first. */
export async function outsideOf(q: Handle, datasetId: string, limit: number): Promise<OutsideView[]> {
  const rows = await outsideChangesOf(q, datasetId, limit);
  return rows.flatMap((line) => line.changes.map((each) => viewOf(line, each)));
}

function viewOf({ datasetId, by, saidAt, seenAt }: ActivityRow, { words }: OutsideChange): OutsideView {
  return { datasetId, words, by: by.name, byId: by.id, saidAt, at: seenAt };
}
