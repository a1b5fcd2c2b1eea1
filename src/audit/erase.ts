import { and, inArray, isNull, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../store/database.ts';
import { auditNames } from '../store/tables.ts';
import { type AuditSettings, appendAudit } from './append.ts';

export interface Erased {
  /** Names of these people. */
  names: number;
  /** Texts that held one of those names or e-mails. */
  texts: number;
}

const named = z.object({ name: z.string(), email: z.string().nullish() });
/** A shorter one would be found in texts that are about somebody else. */
const shortest = 3;

/**
 * Erases what the log calls these people, and every text that it keeps in which they are called so; `who`: as in `Name`. The
 * entries stay, with their ids and digests, and one more says that it was done.
 */
export async function eraseNames(
  { transaction }: Pick<Database, 'transaction'>,
  who: string[],
  settings: AuditSettings,
): Promise<Erased> {
  return transaction(async (tx) => {
    const gone = await tx.delete(auditNames).where(inArray(auditNames.who, who)).returning();
    const words = gone
      .flatMap(({ value }) => Object.values(named.parse(value)))
      .filter((word) => word !== null && word !== undefined && word.length >= shortest);
    const holds = words.map((word) => sql`position(lower(${word}) in lower(${auditNames.value}::text)) > 0`);
    const texts =
      holds.length === 0
        ? []
        : await tx
            .delete(auditNames)
            .where(and(isNull(auditNames.who), or(...holds)))
            .returning({ digest: auditNames.digest });
    const erased = { names: gone.length, texts: texts.length };
    await appendAudit(tx, { event: 'names_erased', detail: { who, ...erased } }, settings);
    return erased;
  });
}
