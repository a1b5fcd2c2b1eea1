import type { ExtractTablesWithRelations } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT, PgTransaction } from 'drizzle-orm/pg-core';
import type { ConstructorOptions } from 'pg-boss';
import type { FreeSpace } from './free-space.ts';
import type * as tables from './tables.ts';

interface Rows<T> {
  rows: T[];
}

/** What `execute` resolves to with either driver. */
interface RowsResult extends PgQueryResultHKT {
  type: Rows<this['row']>;
}

/** The database, or an open transaction of it: what a query function takes. */
export type Handle = PgDatabase<RowsResult, typeof tables>;

/** Only an open transaction. */
export type Transaction = PgTransaction<RowsResult, typeof tables, ExtractTablesWithRelations<typeof tables>>;

/** What also a command-line tool beside a running service has. */
export type Reader = Pick<Handle, 'select'>;

/** The one database of a service: embedded PGlite or a PostgreSQL server, alike to everything above. */
export interface Database {
  /** For queries outside a transaction; inside one they throw. */
  readonly db: Handle;
  /** Commits when `work` resolves, rolls back when it throws. Inside, only `tx` may be used, and no network. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Inside a transaction: `work` is run as the last of it, before it commits. */
  beforeCommit(work: () => Promise<void>): void;
  /** Inside a transaction: `work` is run once it has committed, and never when it is rolled back. */
  afterCommit(work: () => void): void;
  /**
   * Counts this process among those that live on the database, until `close`. Where it is the only one, runs `alone` first;
   * whoever joins meanwhile waits until it has ended.
   */
  join(alone: () => Promise<void>): Promise<void>;
  /** How many processes live on it. */
  processes(): Promise<number>;
  /** Whether each process that lives on it knows what is to be done by hand: an older release may run beside. */
  allKnowByHand(): Promise<boolean>;
  /** What pg-boss connects with. */
  readonly queueBackend: ConstructorOptions;
  /** Keeps the write-ahead log and the tables small, where no server does it. Resolves when done. */
  maintain(): Promise<void>;
  /** An embedded one that was made just now, in a directory that had none. */
  readonly isNew: boolean;
  /** What is left on the disk of an embedded database; undefined: it is elsewhere. */
  freeSpace(): Promise<FreeSpace | undefined>;
  close(): Promise<void>;
}
