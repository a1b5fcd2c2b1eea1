import { z } from 'zod';
import { canonicalJson } from '../change/fingerprint.ts';
import type { Vote } from '../change/types.ts';
import type { Reader } from '../store/database.ts';
import type { RequestRow } from '../store/requests.ts';
import type { AuthenticEntry } from './authentic-entries.ts';

/** What the log tells of some events of a request, as `authenticEntries` with the service's key gives it. */
export type ReadLog = (reader: Reader, requestId: string, events: string[]) => Promise<AuthenticEntry[]>;

const cast = z.looseObject({ choice: z.string(), fingerprint: z.string() });
const frozen = z.looseObject({ fingerprint: z.string(), facts: z.unknown() });
const begun = z.looseObject({ fingerprint: z.string() });

/** Those of a request's votes that the audit log holds too: a row that somebody added to the table is none. */
export async function auditedVotes(
  readLog: ReadLog,
  reader: Reader,
  requestId: string,
  votes: Vote[],
): Promise<Vote[]> {
  const entries = await readLog(reader, requestId, ['vote']);
  const told = entries.map(({ actor, detail }) => ({ slackId: actor?.slackId, ...cast.parse(detail) }));
  return votes.filter(({ voter, choice, fingerprint }) =>
    told.some((each) => each.slackId === voter.slackId && each.choice === choice && each.fingerprint === fingerprint),
  );
}

/**
 * Whether the audit log tells of this plan and of the facts by which its rules are found, and, once it is being applied,
 * that such a run began. `fingerprint`: that of the items as they are stored now.
 */
export async function isAudited(
  readLog: ReadLog,
  reader: Reader,
  row: RequestRow,
  fingerprint: string,
): Promise<boolean> {
  const entries = await readLog(reader, row.id, ['request_pending', 'request_applying']);
  const tells = (event: string, of: (detail: unknown) => boolean) =>
    entries.some((entry) => entry.event === event && of(entry.detail));
  const facts = canonicalJson(row.facts);
  const isPlanned = tells('request_pending', (detail) => {
    // A recount, which makes it wait for approval again, freezes nothing.
    const { success, data } = frozen.safeParse(detail);
    return success && data.fingerprint === fingerprint && canonicalJson(data.facts) === facts;
  });
  if (row.state !== 'applying') return isPlanned;
  return isPlanned && tells('request_applying', (detail) => begun.parse(detail).fingerprint === fingerprint);
}
