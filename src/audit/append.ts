import {
  type AnyColumn,
  aliasedTable,
  and,
  desc,
  eq,
  getTableColumns,
  gt,
  gte,
  inArray,
  lt,
  lte,
  type SQL,
  type SQLWrapper,
  sql,
} from 'drizzle-orm';
import type { Person } from '../change/types.ts';
import type { Handle, Reader } from '../store/database.ts';
import { locks } from '../store/locks.ts';
import { audit, auditNames } from '../store/tables.ts';
import { type AuditRow, chainStart, hashEntry, storable } from './chain.ts';
import { createNameKeeper, digestsIn, type Name, type NameKeeper, setNamesApart } from './names.ts';

/** What happened. Who, where known, as they were known then. */
export interface AuditEntry {
  event: string;
  requestId?: string | undefined;
  /** The request's. */
  number?: number | undefined;
  /** Undefined: the app itself. */
  actor?: Person | undefined;
  policyHash?: string | undefined;
  detail: Record<string, unknown>;
}

export interface AuditSettings {
  /** `AUDIT_KEY`: with it the chain cannot be forged by someone who can write to the database. */
  key?: string | undefined;
  now: Date;
  /** Default: one for this call. */
  nameKeeper?: NameKeeper | undefined;
  /** The newest entry that this process has seen stored: a log that ends before it was cut short, and is not gone on with. */
  seen?: { seq: number } | undefined;
  /** What was appended last in an open transaction, which keeps others out until it ends: nothing of it is read twice. */
  heads?: WeakMap<Handle, AuditHead> | undefined;
  /** The hash of the policy that whoever appends went by. */
  policy?: string | undefined;
}

/** A change that is stored by the same statement as the entries that tell of it. */
export type Beside = SQLWrapper;

/** Another policy came into force since somebody began to go by one: what they found may be otherwise under it. */
export class PolicyChanged extends Error {
  override readonly name = 'PolicyChanged';
  override readonly message = 'Another policy came into force meanwhile.';
}

/** The entries per query: a page is read in milliseconds, so that PGlite's event loop is not held. */
const pageSize = 200;
/** Of details, as the database stores them: a page of wide plans stays a few hundred kB of JSON, read within 50 ms. */
const pageBytes = 50_000;

/**
 * Appends entries to the chain inside the transaction that `tx` is; `seq` has no gaps. Throws `PolicyChanged` when another
 * policy than the one given is in force, and when the log was cut short.
 */
export async function appendAudit(
  tx: Handle,
  entries: AuditEntry | AuditEntry[],
  { key, now, nameKeeper = createNameKeeper(), seen = { seq: 0 }, heads, policy }: AuditSettings,
  beside: Beside[] = [],
): Promise<void> {
  const head = heads?.get(tx) ?? (await lockedHead(tx));
  if (policy !== undefined && head.policyHash !== null && head.policyHash !== policy) throw new PolicyChanged();
  let last: Pick<AuditRow, 'seq' | 'hash'> = head;
  if (last.seq < seen.seq) throw new Error(`The audit log was cut short: entry ${seen.seq} is gone.`);
  seen.seq = last.seq;
  const names = new Map<string, Name>();
  const keep = (who: string | null, value: unknown) => {
    const name = nameKeeper(who, value);
    names.set(name.digest, name);
    return name.digest;
  };
  const rows = [entries].flat().map((entry): AuditRow => {
    const row: Omit<AuditRow, 'hash'> = {
      seq: last.seq + 1,
      at: now,
      event: entry.event,
      requestId: entry.requestId ?? null,
      number: entry.number ?? null,
      actor: entry.actor === undefined ? null : (setNamesApart(storable(entry.actor), keep) as AuditRow['actor']),
      policyHash: entry.policyHash ?? null,
      detail: setNamesApart(storable(entry.detail), keep) as AuditRow['detail'],
      prevHash: last.hash,
    };
    last = { ...row, hash: hashEntry(row, key) };
    return { ...row, hash: last.hash };
  });
  if (rows.length === 0) return;
  // A policy that comes into force by an entry of this transaction is read by the next one.
  if (rows.every(({ event }) => event !== 'policy_loaded')) heads?.set(tx, { ...last, policyHash: head.policyHash });
  const named = [...names.values()];
  const kept = named.length === 0 ? [] : [tx.insert(auditNames).values(named).onConflictDoNothing()];
  await tx.execute(inOne([...beside, ...kept, tx.insert(audit).values(rows)]));
}

/** Changes that do not see each other, as one statement: whoever clicked waits for it. */
function inOne(changes: SQLWrapper[]): SQL {
  const named = changes.map((change, at) => sql`${sql.identifier(`change_${at}`)} as ${change}`);
  return sql`with ${sql.join(named, sql`, `)} select`;
}

/** Until the transaction ends: two appenders that saw the same last entry would fork the chain. */
async function lockedHead(tx: Handle): Promise<AuditHead> {
  await tx.execute(sql`select ${logLock}`);
  return auditHead(tx);
}

/**
 * Selecting it waits until no other transaction has the log's turn. Lock a request's row before it, never after: whoever has the turn
 * waits for nobody else's.
 */
export const logLock = sql`pg_advisory_xact_lock(${locks.audit})`;

/** The last entry as one value of a statement, null when there is none. */
export function logHead(reader: Reader): SQL<AuditHead | null> {
  return sql`(${lastEntry(reader)})`;
}

export interface AuditHead {
  seq: number;
  hash: string;
  /** Of the policy in force. */
  policyHash: string | null;
}

/** Before there are any entries. */
export const noEntries: AuditHead = { seq: 0, hash: chainStart, policyHash: null };

/** The last entry, which stands for all before it; `seq` 0 when there is none. With the policy in force, if there is one. */
export async function auditHead(reader: Reader): Promise<AuditHead> {
  const [last] = await lastEntry(reader);
  return last?.head ?? noEntries;
}

function lastEntry(reader: Reader) {
  const loaded = aliasedTable(audit, 'loaded');
  const inForce = reader
    .select({ hash: loaded.policyHash })
    .from(loaded)
    .where(isPolicy(loaded.event))
    .orderBy(desc(loaded.seq))
    .limit(1);
  const { seq, hash } = audit;
  const head = sql<AuditHead>`json_build_object('seq', ${seq}, 'hash', ${hash}, 'policyHash', (${inForce}))`;
  return reader.select({ head }).from(audit).orderBy(desc(seq)).limit(1);
}

/** The newest entry of a policy that came into force. */
export async function newestPolicy(reader: Reader): Promise<AuditRow | undefined> {
  const [newest] = await reader.select().from(audit).where(isPolicy(audit.event)).orderBy(desc(audit.seq)).limit(1);
  return newest;
}

/** Spelled out, not a parameter: else its index is not used. */
function isPolicy(event: AnyColumn): SQL {
  return sql`${event} = 'policy_loaded'`;
}

/** A part of the log: of one request, of a span of time; `until` is not in it any more. */
export interface AuditSpan {
  /** A request's number. */
  number?: number | undefined;
  since?: Date | undefined;
  until?: Date | undefined;
}

/**
 * The entries that there are now, in their order, a page at a time, each bounded in entries and in bytes; `after`: only those
 * that come after that one.
 */
export async function* auditPages(
  reader: Reader,
  // Below anything that a forger could have inserted before the first.
  after = Number.MIN_SAFE_INTEGER,
  { number, since, until }: AuditSpan = {},
): AsyncGenerator<AuditRow[]> {
  const inSpan = and(
    number === undefined ? undefined : eq(audit.number, number),
    since && gte(audit.at, since),
    until && lt(audit.at, until),
  );
  // An end, since a busy service may append as fast as this reads.
  const end = (await auditHead(reader)).seq;
  for (let last = after; last < end; ) {
    const within = and(gt(audit.seq, last), lte(audit.seq, end), inSpan);
    const size = sql`pg_column_size(${audit.detail})`;
    const next = reader
      .select({ seq: audit.seq, before: sql<number>`sum(${size}) over (order by ${audit.seq}) - ${size}`.as('before') })
      .from(audit)
      .where(within)
      .orderBy(audit.seq)
      .limit(pageSize)
      .as('next');
    const page = await reader
      .select(getTableColumns(audit))
      .from(audit)
      .innerJoin(next, eq(next.seq, audit.seq))
      .where(lt(next.before, pageBytes))
      .orderBy(audit.seq);
    const [newest] = page.slice(-1);
    if (newest === undefined) return;
    yield page;
    last = newest.seq;
  }
}

/** What these entries name people by, as far as it was not erased, by digest. */
export async function namesIn(reader: Reader, rows: Pick<AuditRow, 'actor' | 'detail'>[]): Promise<Map<string, Name>> {
  const digests = [...new Set(rows.flatMap(({ actor, detail }) => digestsIn([actor, detail])))];
  if (digests.length === 0) return new Map();
  const found = await reader.select().from(auditNames).where(inArray(auditNames.digest, digests));
  return new Map(found.map((name) => [name.digest, name]));
}
