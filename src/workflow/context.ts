import type { AuditEntry, AuditHead, Beside } from '../audit/append.ts';
import type { ProveApproval, ReadLog } from '../audit/approved.ts';
import type { LogLater } from '../audit/later.ts';
import type { Catalog } from '../catalog/types.ts';
import type { ItemCounts } from '../change/states.ts';
import type { Policy } from '../change/types.ts';
import type { Product } from '../domo/product/types.ts';
import type { Domo } from '../domo/types.ts';
import type { Logger } from '../logger.ts';
import type { Database, Handle } from '../store/database.ts';
import type { BriefRequest } from '../store/requests.ts';
import type { Enqueue } from './enqueue.ts';
import type { Directory, Notifier } from './ports.ts';

/** How long things may take, in ms. Tests shorten them. */
export interface Timing {
  /** Pauses between the later reads of an item that Domo does not show as asked; a minute in all. */
  rereads: number[];
  /** Pauses before a write that Domo did not take is tried again, unless Domo asks for longer ones; half a minute in all. */
  rewrites: number[];
  /** Between two tries while Domo is away. */
  outagePause: number;
  /** What was not started this long after the run began is `failed`. */
  giveUpAfter: number;
  /** Between two repaints of a card while its run goes on. */
  progress: number;
  /** A reading of Domo that takes longer is told of to whoever waits for it, this often. */
  reading: number;
  /** Between two reads of what people are to do by hand; the last one for as long as it takes. */
  handReads: number[];
  /** What a call under way gets after `SIGTERM`. */
  grace: number;
  /** Between two looks at whether anything still uses a column that has a successor. */
  watch: number;
  /** A complete reading of Domo that ended so recently serves a hand-over of all datasets. */
  fresh: number;
}

export const usualTiming: Timing = {
  rereads: [1_000, 2_000, 4_000, 8_000, 15_000, 30_000],
  rewrites: [1_000, 2_000, 4_000, 8_000, 15_000],
  outagePause: 15_000,
  giveUpAfter: 24 * 60 * 60_000,
  progress: 2_000,
  reading: 5_000,
  handReads: [1, 2, 5, 10, 20, 30, 60, 120, 240].map((minutes) => minutes * 60_000),
  grace: 8_000,
  watch: 24 * 60 * 60_000,
  fresh: 10 * 60_000,
};

type Append = (tx: Handle, entries: AuditEntry | AuditEntry[], beside?: Beside[]) => Promise<void>;

/** A request in the state that it just came into. */
export interface Moved {
  request: Pick<
    BriefRequest,
    'id' | 'number' | 'kind' | 'state' | 'createdAt' | 'decidedAt' | 'startedAt' | 'settledAt'
  >;
  /** What became of its datasets, where its run is over. */
  outcome?: ItemCounts | undefined;
}

/** All that the use cases work with. */
export interface Context {
  database: Database;
  enqueue: Enqueue;
  domo: Domo;
  /** Domo's product API, where the admin gave an access token. */
  product?: Product | undefined;
  /** Where people open this Domo, as `https://acme.domo.com`, where the admin says so. */
  domoUrl?: string | undefined;
  catalog: Catalog;
  notifier: Notifier;
  directory: Directory;
  /** In force when the use case began: it goes by one. */
  policy: Policy;
  /** In force at this moment, for a run that goes on for hours. */
  policyNow: () => Policy;
  /** Resolves to the policy in force by the database, which another process may have put there. */
  latestPolicy: () => Promise<Policy>;
  /** Appends to the audit chain inside the transaction that `tx` is, with what is changed `beside`. Throws `PolicyChanged`: the use case then begins again. */
  audit: Append;
  /** The same for what a run does, which goes on with what was approved when another policy comes into force. */
  auditOfRun: Append;
  /** In a transaction that has locked the log (`logLock`) and read its head: what it appends goes on from there, and nothing is read twice. */
  beginTurn: (tx: Handle, head: AuditHead | null) => void;
  auditHead: () => Promise<string>;
  /** What the audit chain tells of these events of a request; what somebody without `AUDIT_KEY` wrote there is left out. */
  authenticEntries: ReadLog;
  /** Whether the audit chain tells of this plan, of its approval for this once, and of all that became of it since. */
  proveApproval: ProveApproval;
  /** Told of each state that a request came into, for metrics and the log. */
  onTransition: (moved: Moved) => void;
  /** Appends what nobody waits for, in a transaction of its own once those who wait have their answer; a stop waits for it. */
  logLater: LogLater;
  logger: Logger;
  now: () => Date;
  newId: () => string;
  /** Resolves after `ms`; rejects as soon as `signal` aborts. */
  wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  timing: Timing;
  /** Items worked on at once. */
  concurrency: number;
}
