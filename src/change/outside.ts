import { createHash } from 'node:crypto';
import { canonicalJson } from './fingerprint.ts';
import type { LiveDataset } from './live-item.ts';
import { numberShown } from './owner/group.ts';
import { describeColumns } from './schema/describe-columns.ts';
import type { Change, Column, Kind } from './types.ts';

/** What was made beside the app: a kind of change that it makes too, or the dataset is gone. */
export type OutsideKind = Kind | 'deleted';

/** One change that was made beside the app. */
export interface OutsideChange {
  kind: OutsideKind;
  /** `shownBy` of what the dataset showed then. */
  shown: string;
  /** A sentence without its subject: `now belongs to Ada Lovelace`. */
  words: string;
}

/** What was known of a dataset before it was read again: `shownBy`, and the columns where they are known. */
export interface Known {
  shown: string;
  columns?: Column[] | undefined;
}

/** A side of a change, short enough to keep and compare: whose it is, or a hash of its columns. */
export function shownBy(change: Change, side: 'before' | 'after'): string {
  return change.kind === 'owner' ? shownOwner(change[side].id) : hashOf(change[side]);
}

/** The same of an owner alone: the public API, which is read again, shows a group's number as a user's. */
export function shownOwner(id: number): string {
  return String(numberShown(id));
}

/** The same of what Domo shows; undefined: it doesn't show that. */
function shownNow(kind: Kind, live: LiveDataset): string | undefined {
  if (kind === 'owner') return live.owner && shownOwner(live.owner.id);
  return live.schema && hashOf(live.schema.columns);
}

/** What changed since it was known, by kind; nothing where nothing is known. */
export function changedSince(known: Record<Kind, Known | undefined>, live: LiveDataset): OutsideChange[] {
  return (['owner', 'schema'] as const).flatMap((kind): OutsideChange[] => {
    const before = known[kind];
    const shown = shownNow(kind, live);
    if (before === undefined || shown === undefined || shown === before.shown) return [];
    const words =
      kind === 'owner'
        ? `now belongs to ${live.owner?.name || `Domo ID ${shown}`}`
        : `has other columns now${columnWords(before.columns, live.schema?.columns)}`;
    return [{ kind, shown, words }];
  });
}

function columnWords(before: Column[] | undefined, now: Column[] = []): string {
  return before === undefined ? '' : `: ${describeColumns(before, now)}`;
}

function hashOf(columns: readonly Column[]): string {
  const told = canonicalJson(columns.map(({ name, type }) => [name, type]));
  return createHash('sha256').update(told).digest('hex').slice(0, 16);
}
