import { asc, inArray } from 'drizzle-orm';
import { verifyAudit } from '../../../src/audit/verify.ts';
import type { Reader } from '../../../src/store/database.ts';
import { items, requests, votes } from '../../../src/store/tables.ts';

/** Votes, requests that were decided, and datasets that were written. */
export interface Traces {
  votes: unknown[];
  decided: unknown[];
  written: unknown[];
}

/** What must be the same after any number of broken deliveries. Throws when the audit log doesn't prove. */
export async function tracesIn(reader: Reader, key: string): Promise<Traces> {
  const verdict = await verifyAudit(reader, { key });
  if (!verdict.ok) throw new Error(`The audit log is broken: ${JSON.stringify(verdict)}`);
  return {
    votes: await reader.select().from(votes).orderBy(asc(votes.requestId), asc(votes.slackId)),
    decided: await reader
      .select({ number: requests.number, state: requests.state })
      .from(requests)
      .where(inArray(requests.state, ['approved', 'applying', 'applied', 'partly_applied', 'failed', 'rejected']))
      .orderBy(asc(requests.number)),
    written: await reader
      .select({ dataset: items.datasetId, state: items.state })
      .from(items)
      .where(inArray(items.state, ['writing', 'verified']))
      .orderBy(asc(items.requestId), asc(items.position)),
  };
}
