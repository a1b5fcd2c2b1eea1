import type { Column } from '../change/types.ts';

/** A dataset as Domo shows it. List pages leave out `schema` and `policies`, and may leave out `owner`. */
export interface DomoDataset {
  id: string;
  name: string;
  description?: string | undefined;
  owner?: { id: number; name: string } | undefined;
  columns?: number | undefined;
  rows?: number | undefined;
  schema?: { columns: Column[]; [more: string]: unknown } | undefined;
  pdpEnabled?: boolean | undefined;
  policies?: DomoPolicy[] | undefined;
  createdAt?: string | undefined;
  updatedAt?: string | undefined;
  /** When data last came in; absent before it ever did. */
  dataCurrentAt?: string | undefined;
  deleted?: boolean | undefined;
  [more: string]: unknown;
}

/** A row-security (PDP) policy. */
export interface DomoPolicy {
  id?: number | undefined;
  name: string;
  type: string;
  filters: { column: string; values: unknown[]; operator: string; not: boolean; [more: string]: unknown }[];
  [more: string]: unknown;
}

export interface DomoUser {
  id: number;
  /** Empty where Domo leaves it out, as of someone deleted. */
  name: string;
  email?: string | undefined;
  role?: string | undefined;
  deleted?: boolean | undefined;
}

export interface DomoStream {
  id: number;
  updateMethod?: string | undefined;
  /** By which columns an upsert tells rows apart. No doc says that Domo shows them; absent: it doesn't. */
  keyColumnNames?: string[] | undefined;
}

/** One line of Domo's activity log. What Domo calls an action isn't documented. */
export interface DomoActivity {
  actionType: string;
  objectType: string;
  objectId: string;
  userId?: number | undefined;
  userName: string;
  /** As Domo writes it, often without a zone; '' where it says none. */
  time: string;
  eventText: string;
}

/** The Domo user whom the app acts as, as the token endpoint tells. */
export interface DomoIdentity {
  customer: string;
  userId: number;
  role?: string | undefined;
  scopes: string[];
}

/** What a PUT may carry: name and description as just read, and the one changed field. */
export interface DatasetUpdate {
  name: string;
  description?: string | undefined;
  owner?: { id: number; name: string } | undefined;
  schema?: { columns: Column[] } | undefined;
}

export interface CallOptions {
  /**
   * `person`: someone waits for it, it goes before all else; `soon`: someone waits for what it is a part of; `short`: it is one of few, before
   * those of long work, but leaves the slot that is people's; default `bulk`.
   */
  priority?: 'person' | 'soon' | 'short' | 'bulk' | undefined;
  signal?: AbortSignal | undefined;
  /** Never made a second time here: for a write before which the dataset must be read each time. */
  once?: boolean | undefined;
}

/** Domo's API: as much of it as this product uses. Every method throws the errors of `errors.ts`. */
export interface Domo {
  identity(options?: CallOptions): Promise<DomoIdentity>;
  dataset(id: string, options?: CallOptions): Promise<DomoDataset>;
  /** Pages of 50, sorted by id, until an empty page. A dataset may come twice when rows move meanwhile. */
  datasetPages(options?: CallOptions): AsyncIterable<DomoDataset[]>;
  /** One list page of 50; `lastUpdated`: what Domo changed last comes first, for proving owners in bulk. */
  datasetPage(
    offset: number,
    options?: CallOptions & { sort?: 'dataSourceId' | 'lastUpdated' },
  ): Promise<DomoDataset[]>;
  /** One PUT, never repeated when its outcome is unknown. */
  updateDataset(id: string, update: DatasetUpdate, options?: CallOptions): Promise<DomoDataset>;
  policies(datasetId: string, options?: CallOptions): Promise<DomoPolicy[]>;
  streams(datasetId: string, options?: CallOptions): Promise<DomoStream[]>;
  /** Whether data is being uploaded through a stream at this moment. One call for each 500 uploads it ever had, at most. */
  isUploading(streamId: number, options?: CallOptions): Promise<boolean>;
  /**
   * Pages of 1,000 lines of the activity log from a time to another one, in ms; needs the scope `audit`. Throws `DomoCredentialsError`
   * and `DomoRefusedError` without it.
   */
  activity(from: number, to: number, options?: CallOptions): AsyncIterable<DomoActivity[]>;
  user(id: number, options?: CallOptions): Promise<DomoUser>;
  /** One list page of 500. */
  userPage(offset: number, options?: CallOptions): Promise<DomoUser[]>;
  /** Pages of 500 until an empty page. */
  userPages(options?: CallOptions): AsyncIterable<DomoUser[]>;
  /** How busy the client is: calls that wait for the rate, and how many a second may start at the moment. */
  load(): { waiting: number; requestsPerSecond: number };
  stop(): Promise<void>;
}
