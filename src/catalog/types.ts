import type { Owner } from '../change/types.ts';
import type { CallOptions, DomoDataset, DomoUser } from '../domo/types.ts';
import type { HeldBy } from './held-by.ts';
import type { Owned } from './owned.ts';

export interface DatasetHit {
  id: string;
  name: string;
  ownerId?: number | undefined;
  ownerName?: string | undefined;
  pdp: boolean;
}

/** An owner, with how many datasets they own. */
export interface OwnerHit extends Owner {
  datasets: number;
}

/** Datasets read so far, and about how many there are; undefined before a first complete reading. */
export interface Reading {
  read: number;
  of: number | undefined;
}

/** Someone who owns datasets and is not active; `heldBy`: the open requests that hold `held` of these. */
export interface OrphaningOwner extends OwnerHit {
  held: number;
  heldBy: HeldBy[];
}

/** The local copy of Domo's users and datasets. Only `confirmEmails`, `catchUp` and `sync` ask Domo; the searches answer within 100 ms. */
export interface Catalog {
  /**
   * Whoever owns datasets: active and deleted users, groups, and (standing `unknown`) ids that Domo lists as neither. For an empty query those who
   * are not active first, then those who own most.
   */
  searchOwners(query: string, limit: number): Promise<OwnerHit[]>;
  /** Who may become an owner: active users and groups, whether they own anything or not. */
  searchNewOwners(query: string, limit: number): Promise<OwnerHit[]>;
  /** Whoever owns datasets and is neither active nor a group: deleted users and unknown ids; those with most datasets first. */
  ownersNotActive(limit: number): Promise<OrphaningOwner[]>;
  /** Datasets by name or id; `ownerId`: only theirs. Exact, then prefix, then anywhere in the name. */
  searchDatasets(query: string, options: { ownerId?: number; limit: number }): Promise<DatasetHit[]>;
  /** A Domo user, or an id that owns something. */
  owner(id: number): Promise<OwnerHit | undefined>;
  /** The same of several, in their order; one statement for all. */
  owners(ids: (number | undefined)[]): Promise<(OwnerHit | undefined)[]>;
  /** Active users with exactly these e-mails, whatever their case, by e-mail as it was asked for. */
  usersByEmails(emails: string[]): Promise<Map<string, Owner[]>>;
  /** By Domo's own word: of those whom the copy names, and of `among`, the ones whom Domo shows so now. */
  confirmEmails(among: number[], options: CallOptions): Confirmed;
  dataset(id: string): Promise<DatasetHit | undefined>;
  /** Each word that people pasted (ids or exact names), with what it names: none, one, or several datasets. */
  resolveDatasets(words: string[], ownerId?: number): Promise<{ word: string; hits: DatasetHit[] }[]>;
  /** The ids of those among these datasets, which may be in no copy yet, whose name looks like that of another one. */
  datasetsAlike(named: { id: string; name: string }[]): Promise<ReadonlySet<string>>;
  /** The same of people and groups, whatever their standing. */
  ownersAlike(named: { id: number; name: string }[]): Promise<ReadonlySet<number>>;
  /** How many datasets this owner has, as of the last sync and what was noted since. */
  ownedCount(ownerId: number): Promise<number>;
  /** What is known of all that this owner has: how many, how many secured, how many in open requests other than `except`. */
  owned(ownerId: number, except?: string): Promise<Owned>;
  /** When the last complete reading ended; undefined while the first one runs. */
  freshAt(): Promise<Date | undefined>;
  /** How far the reading under way is. */
  reading(): Promise<Reading | undefined>;
  /** Every dataset id this owner has in the local copy, in pages. */
  ownedBy(ownerId: number): AsyncIterable<DatasetHit[]>;
  /** Takes over what a caller has just read from Domo. */
  note(...datasets: DomoDataset[]): Promise<void>;
  /** Takes over what Domo changed or made since the last complete reading: the list by last update, until it is older. */
  catchUp(signal?: AbortSignal): Promise<void>;
  /**
   * Reads all users and datasets from Domo into the database; two at once become one. Upserts page by page, rewrites only
   * rows that differ, and at the end removes what this sync did not see.
   */
  sync(signal?: AbortSignal): Promise<void>;
}

/** Who people are as Domo shows them now. */
export interface Confirmed {
  usersByEmails: Catalog['usersByEmails'];
  /** Undefined: Domo has no such user any more. */
  active(id: number): Promise<DomoUser | undefined>;
}
