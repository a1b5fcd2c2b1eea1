import { canonicalJson } from './fingerprint.ts';
import { isShown, type OwnerType } from './owner/group.ts';
import { type ColumnNotes, movedNotes, notesInColumns } from './schema/column-notes.ts';
import { describeColumns } from './schema/describe-columns.ts';
import { diffSchema, schemaEqual } from './schema/diff.ts';
import { assessSchema, type FeedStream, type FilterPolicy } from './schema/risk.ts';
import type { Change, Column, ItemState } from './types.ts';

/** As much of a dataset as Domo shows in a read: what an item is judged by. */
export interface LiveDataset {
  name: string;
  description?: string | undefined;
  owner?: { id: number; name: string; type?: OwnerType | undefined } | undefined;
  schema?: { columns: Column[] } | undefined;
  pdpEnabled?: boolean | undefined;
  policies?: readonly FilterPolicy[] | undefined;
  deleted?: boolean | undefined;
  /** Of a schema change: through which data comes in; undefined: not known. */
  streams?: readonly FeedStream[] | undefined;
  /** Of a schema change: what people wrote about columns, where it was read apart from them. */
  notes?: ColumnNotes | undefined;
}

/** `write`: Domo shows what the plan was made for. */
export type Judgement = { next: 'write' } | { next: 'settle'; state: ItemState; reason?: string | undefined };

/**
 * What to do with an item whose dataset reads like this before a write.
 * `ours`: a write of ours may already have reached Domo (the item was `writing`), so that *after* is our own work.
 */
export function judgeBefore(change: Change, live: LiveDataset, ours: boolean): Judgement {
  if (live.deleted === true) return { next: 'settle', state: 'drifted', reason: 'The dataset was deleted in Domo.' };
  if (isAfter(change, live)) return { next: 'settle', state: ours ? 'verified' : 'already' };
  if (!isBefore(change, live)) return { next: 'settle', state: 'drifted', reason: driftReason(change, live) };
  const reason = forbiddingReason(change, live);
  return reason === undefined ? { next: 'write' } : { next: 'settle', state: 'refused', reason };
}

export function isAfter(change: Change, live: LiveDataset): boolean {
  return change.kind === 'owner' ? isShown(change.after.id, live.owner) : hasColumns(live, change.after);
}

function isBefore(change: Change, live: LiveDataset): boolean {
  return change.kind === 'owner' ? isShown(change.before.id, live.owner) : hasColumns(live, change.before);
}

const watched = ['name', 'description', 'owner', 'schema', 'pdpEnabled', 'policies'] as const;

/** Whether Domo showed a dataset by itself, or as a row of a list, which leaves columns and policies out. */
export type ShownAs = 'whole' | 'listed';

/**
 * What moved between the read before our PUT and a read after it, beside the one that was asked for. Of a list's
 * row only what it shows is compared; a field that is gone from a whole read has moved. An absent description is an empty one.
 */
export function movedFields(change: Change, before: LiveDataset, after: LiveDataset, shownAs: ShownAs): string[] {
  const fields = watched.filter((field) => {
    if (field === change.kind) return false;
    if (field === 'description') return (before.description ?? '') !== (after.description ?? '');
    if (before[field] === undefined) return false;
    if (after[field] === undefined) return shownAs === 'whole';
    return comparable(field, before) !== comparable(field, after);
  });
  return [...fields, ...movedColumnNotes(change, before, after)];
}

/** What people wrote about columns, as far as both reads show it. */
function movedColumnNotes(change: Change, before: LiveDataset, after: LiveDataset): string[] {
  const [was = [], is] = [before.schema?.columns, after.schema?.columns];
  if (is === undefined) return [];
  const columns = { before: was, after: is, renames: change.kind === 'schema' ? change.renames : {} };
  const shown = notesInColumns(was);
  // A column that shows nothing any more shows that nothing is written about it.
  const moved = movedNotes(shown, { kinds: shown.kinds, notes: notesInColumns(is).notes }, columns);
  const [read, again] = [before.notes, after.notes];
  const movedApart = read && again ? movedNotes(read, again, columns) : [];
  return [...new Set([...moved, ...movedApart])];
}

function comparable(field: (typeof watched)[number], live: LiveDataset): string {
  if (field === 'owner') return String(live.owner?.id);
  if (field === 'schema') return canonicalJson(live.schema?.columns.map(({ name, type }) => ({ name, type })));
  if (field !== 'policies') return canonicalJson(live[field]);
  return canonicalJson((live.policies ?? []).map((policy) => canonicalJson(policy)).sort());
}

/** Why a policy that filters on a changed column, or a stream that finds rows by it, forbids the change. */
function forbiddingReason(change: Change, live: LiveDataset): string | undefined {
  if (change.kind === 'owner') return undefined;
  const { before, after, renames } = change;
  const diff = diffSchema(before, after, renames);
  const { reasons } = assessSchema({ diff, before, after, policies: live.policies ?? [], streams: live.streams });
  return reasons.find(({ risk }) => risk === 'blocked')?.reason;
}

function hasColumns(live: LiveDataset, columns: Column[]): boolean {
  return live.schema !== undefined && schemaEqual(live.schema.columns, columns);
}

function driftReason(change: Change, live: LiveDataset): string {
  if (change.kind === 'schema') return columnDrift(change.before, live.schema?.columns);
  if (live.owner === undefined) return "Domo doesn't say who owns it.";
  return `Its owner in Domo is now ${live.owner.name} (${live.owner.id}).`;
}

/** Which columns differ, the first three by name, and what to do. */
function columnDrift(approved: Column[], now: Column[] | undefined): string {
  if (now === undefined) return "Domo doesn't show its columns.";
  const changed = describeColumns(approved, now);
  return `Its columns changed after the plan was made: ${changed}. “Redo on today's columns” re-applies your edits to today's columns.`;
}
