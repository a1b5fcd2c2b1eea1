import { desc } from 'drizzle-orm';
import { StartupError } from '../errors.ts';
import type { Reader } from '../store/database.ts';
import { audit } from '../store/tables.ts';
import { hashEntry } from './chain.ts';

/**
 * Throws `StartupError` when the log's last entry was written with another `AUDIT_KEY` than this one: one entry under a
 * wrong key, and no key verifies the log any more. A log without a key may go on with one.
 */
export async function checkAuditKey(reader: Reader, key: string | undefined): Promise<void> {
  const [last] = await reader.select().from(audit).orderBy(desc(audit.seq)).limit(1);
  if (last === undefined) return;
  const { hash, ...entry } = last;
  if (hash === hashEntry(entry, key) || hash === hashEntry(entry)) return;
  const wrong = key === undefined ? 'AUDIT_KEY is not set, but the' : 'AUDIT_KEY is not the one that the';
  const how = key === undefined ? ' was written with one' : ' was written with';
  throw new StartupError([
    `${wrong} last entry of the audit log${how}, or that entry was changed. Set the key that was used before; if it is lost, keep this database as it is and start with another.`,
  ]);
}
