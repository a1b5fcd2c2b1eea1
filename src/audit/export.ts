import { stringify } from 'csv-stringify/sync';
import { safeCell } from '../change/spreadsheet-cell.ts';
import type { Reader } from '../store/database.ts';
import { auditPages } from './append.ts';
import { type AuditRow, hashedText } from './chain.ts';

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
 * The whole log as lines, each with its line end. JSONL is what the hash covers, and the hash: enough to check the chain
 * elsewhere. CSV is for reading: a cell that a spreadsheet would take for a formula starts with an apostrophe.
 */
export async function* exportAudit(reader: Reader, format: AuditFormat): AsyncGenerator<string> {
  // Without it Excel takes UTF-8 for the machine's own encoding, and Noël for NoÃ«l. JSON must not begin with one.
  if (format === 'csv') yield `\ufeff${csv([columns])}`;
  for await (const page of auditPages(reader)) {
    if (format === 'csv') yield csv(page.map(cells));
    else for (const row of page) yield jsonLine(row);
  }
}

function jsonLine({ hash, ...entry }: AuditRow): string {
  return `{"entry":${hashedText(entry)},"hash":"${hash}"}\n`;
}

function csv(rows: unknown[][]): string {
  return stringify(rows.map((row) => row.map((cell) => (typeof cell === 'string' ? safeCell(cell) : cell))));
}

function cells(row: AuditRow): unknown[] {
  const { actor } = row;
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
    JSON.stringify(row.detail),
    row.prevHash,
    row.hash,
  ];
}
