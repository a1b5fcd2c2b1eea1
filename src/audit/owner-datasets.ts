import { setImmediate as nextTurn } from 'node:timers/promises';
import { and, asc, eq, gt, ne, sql } from 'drizzle-orm';
import { z } from 'zod';
import { countedStates } from '../change/states.ts';
import type { Reader } from '../store/database.ts';
import { audit } from '../store/tables.ts';
import { type ReadLog, requestEvents } from './approved.ts';

/** Entries of a plan that are read at once: each holds a few dozen datasets. */
const pageSize = 40;

const plan = z.looseObject({ items: z.array(z.looseObject({ datasetId: z.string() })) });

/**
 * Which of this owner's datasets requests other than `own` asked to change since then, as the audit log tells: somebody may have
 * taken those requests out of the tables. Withdrawn and refused ones don't count.
 */
export async function loggedDatasetsOfOwner(
  readLog: ReadLog,
  reader: Reader,
  { ownerId, since, own }: { ownerId: number; since: Date; own: string },
): Promise<Set<string>> {
  const found = new Set<string>();
  for (const requestId of await askedFor(reader, ownerId, since, own)) {
    // Only an entry of ours says that a request counts no more.
    const ended = (await readLog(reader, requestId, requestEvents)).at(-1)?.event;
    if (ended !== undefined && !countedEvents.includes(ended)) continue;
    for await (const datasetId of planned(reader, requestId)) found.add(datasetId);
  }
  return found;
}

const countedEvents = countedStates.map((state) => `request_${state}`);

async function askedFor(reader: Reader, ownerId: number, since: Date, own: string): Promise<string[]> {
  const rows = await reader
    .select({ requestId: audit.requestId })
    .from(audit)
    .where(
      and(
        // Spelled out, not a parameter: else its index is not used.
        sql`${audit.event} = 'request_preparing'`,
        gt(audit.at, since),
        ne(audit.requestId, own),
        sql`${audit.detail} #>> '{form,fromId}' = ${String(ownerId)}`,
      ),
    );
  return rows.flatMap(({ requestId }) => requestId ?? []);
}

async function* planned(reader: Reader, requestId: string): AsyncGenerator<string> {
  for (let after = 0; ; ) {
    const rows = await reader
      .select({ seq: audit.seq, detail: audit.detail })
      .from(audit)
      .where(and(eq(audit.requestId, requestId), eq(audit.event, 'plan'), gt(audit.seq, after)))
      .orderBy(asc(audit.seq))
      .limit(pageSize);
    for (const { seq, detail } of rows) {
      after = seq;
      for (const { datasetId } of plan.safeParse(detail).data?.items ?? []) yield datasetId;
    }
    if (rows.length < pageSize) return;
    await nextTurn();
  }
}
