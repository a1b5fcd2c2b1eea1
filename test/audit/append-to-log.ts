import { type AuditEntry, appendAudit } from '../../src/audit/append.ts';
import { exportAudit } from '../../src/audit/export.ts';
import type { Database } from '../../src/store/database.ts';

export const now = new Date('2026-03-01T12:00:00.123Z');
export const ada = { slackId: 'U1', name: 'Ada', email: 'ada@example.com', domoId: 27 };

/** Appends one entry, of which only what a test is about is given. */
export function append(database: Database, entry: Partial<AuditEntry>, key?: string): Promise<void> {
  return database.transaction((tx) => appendAudit(tx, { event: 'test', detail: {}, ...entry }, { key, now }));
}

/** The whole log as it is exported. */
export async function lines(database: Database, format: 'csv' | 'jsonl'): Promise<string> {
  let text = '';
  for await (const line of exportAudit(database.db, format)) text += line;
  return text;
}
