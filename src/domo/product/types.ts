import type { ColumnNotes, NoteKind } from '../../change/schema/column-notes.ts';
import type { Use } from '../../change/uses.ts';
import type { CallOptions } from '../types.ts';

/** Who owns a dataset: users and groups have numbers of their own, so the two are compared together. */
export interface ProductOwner {
  type: 'user' | 'group';
  id: number;
  name: string;
}

/** A dataset as the product API shows it. */
export interface Datasource {
  id: string;
  name: string;
  description?: string | undefined;
  /** Undefined: neither a user nor a group. */
  owner?: ProductOwner | undefined;
  /** What made it: `api`, a connector's key, `DataFlow`, `dataset-view`, … */
  provider?: string | undefined;
  /** `API`, `CONNECTOR`, `DATAFLOW`, … */
  transport?: string | undefined;
  streamId?: number | undefined;
  /** As Domo sends them: JSON in a text. */
  tags?: string | undefined;
  columnCount?: number | undefined;
  /** What the token's user may do with it: `READ_WRITE_DELETE_SHARE_ADMIN`, `READ_SHARE`, … */
  permissions?: string | undefined;
  /** Cards and DataFlows that use it directly. */
  cardCount?: number | undefined;
  dataFlowCount?: number | undefined;
}

/** `OWNER`, `CO_OWNER`, `CAN_EDIT`, `CAN_SHARE`, `CAN_VIEW`, … of a `USER`, a `GROUP`, or what is neither. */
export interface Access {
  type: string;
  id: string;
  accessLevel: string;
}

export interface ProductGroup {
  id: number;
  name: string;
}

/** What `reassign` says became of each dataset; one in neither is not known to have changed. */
export interface Reassigned {
  successful: string[];
  /** With Domo's reason, where it gives one. */
  failed: { id: string; reason: string | undefined }[];
}

/** Domo's product API: as much of it as this product uses. Every method throws the errors of `errors.ts`. */
export interface Product {
  /** Asks anew whether the access token is taken, and is of our instance. Throws DomoAccessTokenError. */
  open(options?: CallOptions): Promise<void>;
  /** Whom the access token acts as. */
  me(options?: CallOptions): Promise<{ id: number; name: string; email?: string | undefined }>;
  datasource(id: string, options?: CallOptions): Promise<Datasource>;
  /** What is unknown, or not for the token's user, is silently absent. */
  datasources(ids: readonly string[], options?: CallOptions): Promise<Datasource[]>;
  /** Whose credentials feed these streams, by the stream's id: a Domo user's id, undefined where Domo doesn't say. */
  accountOwners(streamIds: readonly number[], options?: CallOptions): Promise<Map<number, number | undefined>>;
  /** Who may do what with each of these datasets; what is unknown is absent. Some instances refuse it. */
  access(ids: readonly string[], options?: CallOptions): Promise<Map<string, Access[]>>;
  /** Which columns of a dataset are masked for some people (column PDP), each with the name of its policy. */
  masks(id: string, options?: CallOptions): Promise<{ name: string; column: string }[]>;
  /** Which columns are keys of an upsert, by name; undefined: Domo doesn't show it. */
  upsertKeys(id: string, options?: CallOptions): Promise<string[] | undefined>;
  /** What people wrote about columns, of these kinds; two calls for all. */
  notes(id: string, kinds: readonly NoteKind[], options?: CallOptions): Promise<ColumnNotes>;
  /** The first page of all that the token's user sees. */
  someDatasources(options?: CallOptions): Promise<Datasource[]>;
  /** Ids of all that a user or a group owns. */
  ownedBy(owner: Pick<ProductOwner, 'type' | 'id'>, options?: CallOptions): Promise<string[]>;
  /** Gives at most 50 datasets to another owner, in one call that is never repeated when its outcome is unknown. */
  reassign(
    ids: readonly string[],
    owner: Pick<ProductOwner, 'type' | 'id'>,
    options?: CallOptions,
  ): Promise<Reassigned>;
  /** Pages of 50 until an empty page. */
  groupPages(options?: CallOptions): AsyncIterable<ProductGroup[]>;
  /** A group with its members' ids. */
  group(id: number, options?: CallOptions): Promise<ProductGroup & { userIds: number[] }>;
  /** When the access tokens of the token's user end that are not over yet, the first one first. Which of them is ours, Domo doesn't say. */
  tokenEnds(options?: CallOptions): Promise<Date[]>;
  /** What uses a dataset, and which of its `columns`, where that can be seen. A few calls, and one for each use. */
  uses(dataset: { id: string; columns: readonly string[] }, options?: CallOptions): Promise<Use[]>;
  stop(): Promise<void>;
}
