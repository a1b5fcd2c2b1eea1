import { desc } from 'drizzle-orm';
import { StartupError } from '../errors.ts';
import type { Database, Reader } from '../store/database.ts';
import { audit } from '../store/tables.ts';
import { appendAudit } from './append.ts';
import { isAuthentic } from './chain.ts';

/** The entry by which a new key comes into force: under it, and with the head that the one before left. */
export const keyChanged = 'audit_key_changed';

/**
 * Whether the log is to go on with another key than its last entry was written with. Throws `StartupError` when that key is
 * none of those given: one entry under a wrong key, and no key verifies the log any more. A log without a key may go on
 * with one.
 */
export async function checkAuditKey(
  reader: Reader,
  key: string | undefined,
  keysBefore: readonly string[] = [],
): Promise<'same' | 'new'> {
  const [last] = await reader.select().from(audit).orderBy(desc(audit.seq)).limit(1);
  if (last === undefined || isAuthentic(last, key) || isAuthentic(last)) return 'same';
  if (key !== undefined && keysBefore.some((each) => isAuthentic(last, each))) return 'new';
  const wrong = key === undefined ? 'AUDIT_KEY is not set, but the' : 'AUDIT_KEY is not the one that the';
  const how = key === undefined ? ' was written with one' : ' was written with';
  throw new StartupError([
    `${wrong} last entry of the audit log${how}, or that entry was changed. Set the key that was used before, or name it in AUDIT_KEY_PREVIOUS beside a new one; if it is lost, keep this database as it is and start with another.`,
  ]);
}

/** Lets a new key come into force, by an entry that names the head of what the key before holds. Throws as `checkAuditKey` does. */
export async function takeAuditKey(
  { db, transaction }: Pick<Database, 'db' | 'transaction'>,
  key: string | undefined,
  keysBefore: readonly string[],
  now: Date,
): Promise<void> {
  if ((await checkAuditKey(db, key, keysBefore)) === 'same') return;
  await transaction(async (tx) => {
    const [last] = await tx.select().from(audit).orderBy(desc(audit.seq)).limit(1);
    // Another process that started at the same time was faster.
    if (last === undefined || isAuthentic(last, key)) return;
    await appendAudit(tx, { event: keyChanged, detail: { head: last.hash } }, { key, now });
  });
}
