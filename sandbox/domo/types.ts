import type { DatasetKind } from './kinds.ts';

/** Domo numbers people and groups apart: an owner is a type and an id. */
export type OwnerType = 'USER' | 'GROUP';

/** A column as Domo keeps it; keys beside `name` and `type` stay. */
export interface WorldColumn {
  name: string;
  type: string;
  [more: string]: unknown;
}

export interface WorldPolicy {
  id: number;
  type: 'open' | 'user' | 'system';
  name: string;
  filters: { column: string; values: string[]; operator: string; not: boolean }[];
  users: number[];
  virtualUsers: string[];
  groups: number[];
}

export interface WorldDataset {
  id: string;
  name: string;
  description?: string | undefined;
  ownerId: number;
  ownerType: OwnerType;
  kind: DatasetKind;
  /** What Domo calls the source, where the kind alone does not say it: a connector's key. */
  provider?: string | undefined;
  tags: string[];
  columns: readonly WorldColumn[];
  rows: number;
  /** What Domo counts as columns: it changes with an import of data, not with the schema. */
  columnCount: number;
  createdAt: string;
  updatedAt: string;
  /** When data last came in; unset: its rows, if any, are as old as itself. */
  dataCurrentAt?: string | undefined;
  pdpEnabled: boolean;
  /** Beside the "All Rows" that every dataset has. */
  policies: WorldPolicy[];
  deleted: boolean;
  /** Through which data comes in; the public API shows only those of datasets made with the API. */
  streamId?: number | undefined;
  updateMethod: 'REPLACE' | 'APPEND' | 'UPSERT';
  /** Whose credentials its connector uses. */
  accountId?: number | undefined;
  /** By which columns an upsert tells rows apart. */
  keyColumns: string[];
  /** Who may use it beside its owner. */
  shares: WorldShare[];
  /** What people wrote about columns, by their names. */
  columnNotes: Record<string, ColumnNote>;
  /** What a view is made of. */
  viewOf?: string | undefined;
  /** Columns whose values are masked for some: column PDP. */
  masks: WorldMask[];
  /** What a connector writes back at its next run; unset for datasets without one. */
  sourceColumns?: readonly WorldColumn[] | undefined;
}

export interface ColumnNote {
  description?: string;
  tags?: string[];
  /** What the AI may call it. */
  synonyms?: string[];
}

export interface WorldShare {
  type: OwnerType;
  id: number;
  accessLevel: 'CO_OWNER' | 'CAN_EDIT' | 'CAN_SHARE' | 'CAN_VIEW';
}

/** One column policy: a column, the group of policies that it belongs to, and how values are hidden. */
export interface WorldMask {
  id: number;
  name: string;
  column: string;
  values: string[];
}

/** The credentials of a connector. They stay with their owner, whoever gets the dataset. */
export interface WorldAccount {
  id: number;
  name: string;
  provider: string;
  ownerId: number;
}

export interface WorldUser {
  id: number;
  name: string;
  email: string;
  role: string;
  title: string;
  createdAt: string;
  updatedAt: string;
  deleted: boolean;
  phone?: string | undefined;
  /** Only what one user's own page shows: of most, Domo knows none of it. */
  alternateEmail?: string | undefined;
  location?: string | undefined;
  employeeNumber?: number | undefined;
}

/** One feed of data into a dataset, through its stream. */
export interface WorldExecution {
  id: number;
  currentState: 'ACTIVE' | 'SUCCESS' | 'ABORTED';
  startedAt: string;
}

export interface WorldGroup {
  id: number;
  name: string;
  memberIds: number[];
  /** Default: open. */
  type?: 'open' | 'closed' | 'dynamic' | 'directory' | undefined;
}

/** What happened to something; what the activity log calls it, `audit.ts` says. */
export type EventKind = 'owner' | 'columns' | 'other' | 'deleted' | 'viewed';

/** One line of Domo's own activity log. */
export interface WorldEvent {
  time: Date;
  userId: number;
  kind: EventKind;
  objectType: 'DATA_SOURCE' | 'USER';
  objectId: string;
  objectName: string;
}

/** Something in the world changed: by a call of the API, or `behind` its back, as by a person in Domo's own pages. */
export interface WorldChange {
  by: 'api' | 'behind';
  action: string;
  datasetId?: string | undefined;
  userId?: number | undefined;
}
