import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Vote } from '../change/types.ts';
import { hashEntry } from './audit-chain.ts';
import type { Reader } from './database.ts';
import { audit } from './tables.ts';

const cast = z.looseObject({ choice: z.string(), fingerprint: z.string() });

/**
 * Those of a request's votes that the audit log holds, under a hash that is right with `key` (`AUDIT_KEY`): who can write
 * to the database, and has not the key, can add a row to the votes and none to the log.
 */
export async function auditedVotes(reader: Reader, requestId: string, votes: Vote[], key?: string): Promise<Vote[]> {
  const entries = await reader
    .select()
    .from(audit)
    .where(and(eq(audit.requestId, requestId), eq(audit.event, 'vote')));
  const authentic = entries.flatMap(({ hash, ...entry }) => {
    const { choice, fingerprint } = cast.parse(entry.detail);
    return hash === hashEntry(entry, key) ? [{ slackId: entry.actor?.slackId, choice, fingerprint }] : [];
  });
  return votes.filter(({ voter, choice, fingerprint }) =>
    authentic.some(
      (found) => found.slackId === voter.slackId && found.choice === choice && found.fingerprint === fingerprint,
    ),
  );
}
