import { stringify } from 'csv-stringify/sync';
import { safeCell } from '../change/spreadsheet-cell.ts';
import type { Person } from '../change/types.ts';
import type { Reader } from '../store/database.ts';
import { type AuditSpan, auditPages, namesIn } from './append.ts';
import { type AuditRow, hashedText } from './chain.ts';
import { digestsIn, type Name, withNames } from './names.ts';

export type AuditFormat = 'csv' | 'jsonl';

const columns = [
  'seq',
  'at',
  'event',
  'request',
  'request_id',
  'slack_id',
  'name',
  'email',
  'domo_id',
  'policy_hash',
  'detail',
  'prev_hash',
  'hash',
];

/**
 * The log, or a span of it, as lines, each with its line end. JSONL is what the hash covers, the hash, and the names beside: enough to check the
 * chain elsewhere. CSV is for reading: a cell that a spreadsheet would take for a formula starts with an apostrophe.
 */
export async function* exportAudit(reader: Reader, format: AuditFormat, span?: AuditSpan): AsyncGenerator<string> {
  // Without it Excel takes UTF-8 for the machine's own encoding, and Noël for NoÃ«l. JSON must not begin with one.
  if (format === 'csv') yield `\ufeff${csv([columns])}`;
  for await (const page of auditPages(reader, undefined, span)) {
    const names = await namesIn(reader, page);
    if (format === 'csv') yield csv(page.map((row) => cells(row, names)));
    else for (const row of page) yield jsonLine(row, names);
  }
}

/** With the names that it holds digests of, as far as they were not erased, each with its salt. */
function jsonLine({ hash, ...entry }: AuditRow, names: Map<string, Name>): string {
  const held = digestsIn([entry.actor, entry.detail]).flatMap((digest) => names.get(digest) ?? []);
  const beside = Object.fromEntries(held.map(({ digest, salt, value }) => [digest, { salt, value }]));
  return `{"entry":${hashedText(entry)},"hash":"${hash}","names":${JSON.stringify(beside)}}\n`;
}

function csv(rows: unknown[][]): string {
  return stringify(rows.map((row) => row.map((cell) => (typeof cell === 'string' ? safeCell(cell) : cell))));
}

function cells(row: AuditRow, names: Map<string, Name>): unknown[] {
  const values = new Map([...names].map(([digest, { value }]) => [digest, value]));
  const actor = withNames(row.actor, values) as Person | null;
  return [
    row.seq,
    row.at.toISOString(),
    row.event,
    row.number,
    row.requestId,
    actor?.slackId,
    actor?.name,
    actor?.email,
    actor?.domoId,
    row.policyHash,
    JSON.stringify(withNames(row.detail, values)),
    row.prevHash,
    row.hash,
  ];
}
