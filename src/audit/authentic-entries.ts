import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Reader } from '../store/database.ts';
import { audit } from '../store/tables.ts';
import { type AuditRow, isAuthentic } from './chain.ts';

export type AuthenticEntry = Pick<AuditRow, 'seq' | 'at' | 'event' | 'number' | 'actor' | 'detail'>;

/**
 * What the audit log says of these events of a request, in their order, under hashes that are right with `key`
 * (`AUDIT_KEY`): who can write to the database, and has not the key, can change any table and add nothing to the log.
 */
export async function authenticEntries(
  reader: Reader,
  requestId: string,
  events: string[],
  key?: string,
): Promise<AuthenticEntry[]> {
  const entries = await reader
    .select()
    .from(audit)
    .where(and(eq(audit.requestId, requestId), inArray(audit.event, events)))
    .orderBy(asc(audit.seq));
  return entries.filter((entry) => isAuthentic(entry, key));
}
