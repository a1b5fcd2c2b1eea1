import { gt, sql } from 'drizzle-orm';
import { andMore } from '../change/and-more.ts';
import type { Reader } from '../store/database.ts';
import { audit } from '../store/tables.ts';
import { createAgreement } from './agreement.ts';
import { auditHead, auditPages, namesIn } from './append.ts';
import { type AuditRow, chainStart } from './chain.ts';
import { type AuditBroken, createChainCheck, type KeySettings } from './chain-check.ts';
import { digestsIn, nameDigest } from './names.ts';

export interface VerifySettings extends KeySettings {
  /** Heads that were posted, whole or as their references: a chain cannot show by itself that its end was cut off. */
  posted?: readonly string[] | undefined;
}

export interface AuditIntact {
  ok: true;
  entries: number;
  /** Hash of the last entry. */
  head: string;
  /** Whether its triggers still refuse changes. */
  guarded: boolean;
  /** Entries by which the app ended a request that it found changed beside it. */
  tampered: { seq: number; number: number | null }[];
  /** Each head that was posted, with the entry that it is; undefined: it is none of this chain's. */
  posted: { hash: string; seq: number | undefined }[];
}

/**
 * Recomputes the chain, a page at a time, and holds what it tells of requests, plans, items and votes against their tables.
 * With a key, an entry from `keyedFrom` on that is not keyed is broken: anyone who can write to the database can make a
 * chain without a key. Those before it are held by the first keyed one.
 */
export async function verifyAudit(reader: Reader, settings: VerifySettings = {}): Promise<AuditIntact | AuditBroken> {
  const { posted = [] } = settings;
  const flawOf = createChainCheck(settings);
  if (await holdsInexact(reader))
    return { ok: false, seq: 1, why: 'It has entries whose numbers the app never gives.' };
  const places = new Map<string, number>();
  const tampered: AuditIntact['tampered'] = [];
  const agreement = createAgreement((await auditHead(reader)).seq);
  let last = { seq: 0, hash: chainStart };
  const readOn = async (): Promise<AuditBroken | undefined> => {
    for await (const page of auditPages(reader, last.seq === 0 ? undefined : last.seq)) {
      const names = await namesIn(reader, page);
      const values = new Map([...names].map(([digest, { value }]) => [digest, value]));
      for (const row of page) {
        const flaw = flawOf(row, last);
        if (flaw !== undefined) return flaw;
        for (const head of posted) if (row.hash.startsWith(head)) places.set(head, row.seq);
        if ('tampered' in row.detail) tampered.push({ seq: row.seq, number: row.number });
        agreement.note(row, values);
        last = row;
      }
      for (const { digest, salt, value } of names.values()) {
        if (digest !== nameDigest(salt, value)) return changedName(page, digest);
      }
    }
    return undefined;
  };
  const flaw = await readOn();
  if (flaw !== undefined) return flaw;
  await agreement.compare(reader);
  // A service that runs beside may have changed the tables, and told of it in the log, since the first reading ended.
  const later = await readOn();
  if (later !== undefined) return later;
  const cutShort = flawOf(undefined, last);
  if (cutShort !== undefined) return cutShort;
  const differences = agreement.differences();
  if (differences.length > 0) return { ok: false, seq: undefined, why: otherwiseOf(differences) };
  return {
    ok: true,
    entries: last.seq,
    head: last.hash,
    guarded: await isGuarded(reader),
    tampered,
    posted: posted.map((hash) => ({ hash, seq: places.get(hash) })),
  };
}

function changedName(page: AuditRow[], digest: string): AuditBroken {
  const row = page.find(({ actor, detail }) => digestsIn([actor, detail]).includes(digest));
  return { ok: false, seq: row?.seq, why: 'A name or text that belongs to it was changed.' };
}

const named = 5;

function otherwiseOf(differences: string[]): string {
  const what = andMore(differences, named, { between: '; ', before: '; and ' });
  return `The log disagrees about ${what}. Its end was cut off, or something other than the app changed the database.`;
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
