import type { EventKind } from './types.ts';

/** How Domo's activity log may differ. Nobody outside Domo knows what it calls a change of owner or columns. */
export type AuditFault =
  /** Its words for what happened; default `UPDATED` for every change of a dataset. */
  | { kind: 'audit_words'; words: Partial<Record<EventKind, string>> }
  /** Lines about these datasets (in the fault's scope) never come. */
  | { kind: 'audit_gap' }
  /** Every line comes twice. */
  | { kind: 'audit_twice' }
  /** A line comes so many ms after what happened. */
  | { kind: 'audit_late'; ms: number }
  /** Ids are numbers where they look like numbers; default: texts. */
  | { kind: 'audit_number_ids' }
  /** Times are not in UTC but so many minutes ahead of it; like those in UTC, they do not say so. */
  | { kind: 'audit_local_times'; aheadMinutes: number }
  /** The oldest line comes first; default: the newest. */
  | { kind: 'audit_oldest_first' };
