import { and, eq, inArray } from 'drizzle-orm';
import type { Reader } from '../store/database.ts';
import { audit } from '../store/tables.ts';
import { hashEntry } from './chain.ts';

export type AuthenticEntry = Pick<typeof audit.$inferSelect, 'event' | 'actor' | 'detail'>;

/**
 * What the audit log says of these events of a request, under hashes that are right with `key` (`AUDIT_KEY`): who can write
 * to the database, and has not the key, can change any table and add nothing to the log.
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
    .where(and(eq(audit.requestId, requestId), inArray(audit.event, events)));
  return entries.filter(({ hash, ...entry }) => hash === hashEntry(entry, key));
}
