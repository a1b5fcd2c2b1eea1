import { gt, sql } from 'drizzle-orm';
import type { Reader } from '../store/database.ts';
import { audit, requests } from '../store/tables.ts';
import { auditPages } from './append.ts';
import { type AuditRow, chainStart, hashEntry } from './chain.ts';

export interface VerifySettings {
  /** `AUDIT_KEY`. */
  key?: string | undefined;
  /** With a key, the first entry that was written with it; default 1. Whoever looks must know it: the log may be forged. */
  keyedFrom?: number | undefined;
  /** Heads that were posted: a chain cannot show by itself that its end was cut off. */
  posted?: readonly string[] | undefined;
}

export interface AuditIntact {
  ok: true;
  entries: number;
  /** Hash of the last entry. */
  head: string;
  /** Whether its triggers still refuse changes. */
  guarded: boolean;
  /** Each head that was posted, with the entry that it is; undefined: it is none of this chain's. */
  posted: { hash: string; seq: number | undefined }[];
}

export interface AuditBroken {
  ok: false;
  /** The first entry that does not follow from those before it. */
  seq: number;
  why: string;
}

/**
 * Recomputes the chain, a page at a time. With a key, an entry from `keyedFrom` on that is not keyed is broken: anyone
 * who can write to the database can make a chain without a key. Those before it are held by the first keyed one.
 */
export async function verifyAudit(reader: Reader, settings: VerifySettings = {}): Promise<AuditIntact | AuditBroken> {
  const { key, keyedFrom = 1, posted = [] } = settings;
  const places = new Map<string, number>();
  // Before the log, in which a running service may write more meanwhile.
  const untold = await statesToTell(reader);
  if (await holdsInexact(reader))
    return { ok: false, seq: 1, why: 'It holds entries with numbers that the app never gives.' };
  let entries = 0;
  let head = chainStart;
  for await (const page of auditPages(reader)) {
    for (const row of page) {
      const flaw = flawOf(row, { seq: entries + 1, head, key, keyedFrom });
      if (flaw !== undefined) return flaw;
      if (posted.includes(row.hash)) places.set(row.hash, row.seq);
      untold.delete(`${row.requestId} ${row.event}`);
      entries = row.seq;
      head = row.hash;
    }
  }
  if (key !== undefined && entries + 1 < keyedFrom) {
    return { ok: false, seq: entries + 1, why: `The log ends before entry ${keyedFrom}, the first with a key.` };
  }
  for (const [, request] of untold) {
    const why = `It does not hold that ${request}: its end was cut off, or the request was changed beside the app.`;
    return { ok: false, seq: entries + 1, why };
  }
  return {
    ok: true,
    entries,
    head,
    guarded: await isGuarded(reader),
    posted: posted.map((hash) => ({ hash, seq: places.get(hash) })),
  };
}

/** The entry that each request's state must have come with. */
async function statesToTell(reader: Reader): Promise<Map<string, string>> {
  const { id, number, state } = requests;
  const rows = await reader.select({ id, number, state }).from(requests);
  return new Map(rows.map((row) => [`${row.id} request_${row.state}`, `#${row.number} became ${row.state}`]));
}

/** Numbers that JavaScript cannot hold would be passed over by whoever reads the log page by page. */
async function holdsInexact(reader: Reader): Promise<boolean> {
  const found = await reader.select({ seq: sql`1` }).from(audit).where(gt(audit.seq, Number.MAX_SAFE_INTEGER)).limit(1);
  return found.length > 0;
}

async function isGuarded(reader: Reader): Promise<boolean> {
  const triggers = await reader
    .select({ name: sql<string>`tgname` })
    .from(sql`pg_trigger`)
    .where(sql`tgrelid = 'audit'::regclass and tgenabled = 'O' and tgname like 'audit\\_refuses\\_%'`);
  return triggers.length === 2;
}

interface Expected {
  seq: number;
  /** Of the entry before. */
  head: string;
  key: string | undefined;
  keyedFrom: number;
}

function flawOf({ hash, ...entry }: AuditRow, { seq, head, key, keyedFrom }: Expected): AuditBroken | undefined {
  const broken = (why: string): AuditBroken => ({ ok: false, seq, why });
  if (entry.seq !== seq) return broken(`There is no entry ${seq}.`);
  if (entry.prevHash !== head) return broken('It does not continue the entry before it.');
  if (key !== undefined && hash === hashEntry(entry, key)) return undefined;
  const isPlain = hash === hashEntry(entry);
  if (isPlain && key !== undefined && seq >= keyedFrom) return broken('It was written without AUDIT_KEY.');
  if (isPlain) return undefined;
  const other = key === undefined ? 'an AUDIT_KEY that is not set here' : 'another AUDIT_KEY';
  return broken(`Its content does not match its hash: it was changed, or it was written with ${other}.`);
}
