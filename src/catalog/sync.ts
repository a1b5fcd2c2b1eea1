import { setTimeout as delay } from 'node:timers/promises';
import { and, desc, eq, isNotNull, isNull, lt } from 'drizzle-orm';
import type { Product } from '../domo/product/types.ts';
import type { Domo } from '../domo/types.ts';
import { coerceError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { Database, Handle } from '../store/database.ts';
import { type Lease, LeaseLost, takeLease } from '../store/lease.ts';
import { syncs } from '../store/tables.ts';
import { readDatasets } from './read-datasets.ts';
import { readGroups } from './read-product.ts';
import { forgetIdleUnknowns, readUsers } from './read-users.ts';
import type { SyncRun } from './sync-run.ts';
import type { Reading } from './types.ts';

export interface SyncDeps {
  db: Database;
  domo: Domo;
  product: Product | undefined;
  now: () => Date;
  logger: Logger;
  /** Datasets found deleted since the last sync began. */
  gone: Set<string>;
}

/** Syncs remembered in the table: weeks of them are of no use. */
const remembered = 500;
/** A complete one is among so many, unless Domo is in trouble. */
const shownSyncs = 20;

/** How often it is looked whether the reading of another process is over, in ms. */
const lookedEvery = 500;

/**
 * The function that reads all of Domo, one reading at a time for all processes. Two callers at once share it; a caller whose own
 * signal aborts leaves, and when the one who began it aborts, another goes on with a reading of its own. Rejects with what ended
 * the reading.
 */
export function createSync(deps: SyncDeps): (signal?: AbortSignal) => Promise<void> {
  let running: { done: Promise<void>; signal: AbortSignal | undefined } | undefined;

  return async function sync(signal) {
    for (;;) {
      signal?.throwIfAborted();
      const joined = running;
      if (!joined) break;
      const error = await unlessAborted(joined.done, signal).then(
        () => undefined,
        (thrown: unknown) => coerceError(thrown),
      );
      if (!error) return;
      if (signal?.aborted || !joined.signal?.aborted) throw error;
    }
    const done = readInTurn(deps, signal).finally(() => {
      running = undefined;
    });
    running = { done, signal };
    await done;
  };
}

/** The last complete reading. */
export async function lastComplete(q: Handle): Promise<{ id: number; startedAt: Date; finishedAt: Date } | undefined> {
  const [row] = await q
    .select({ id: syncs.id, startedAt: syncs.startedAt, finishedAt: syncs.finishedAt })
    .from(syncs)
    .where(and(isNotNull(syncs.finishedAt), isNull(syncs.problem)))
    .orderBy(desc(syncs.id))
    .limit(1);
  return row?.finishedAt ? { ...row, finishedAt: row.finishedAt } : undefined;
}

/** How far the reading under way is: of as many datasets as the last complete one found. Undefined: none is, or it just began. */
export async function readingNow(q: Handle): Promise<Reading | undefined> {
  const rows = await q
    .select({ datasets: syncs.datasets, finishedAt: syncs.finishedAt, problem: syncs.problem })
    .from(syncs)
    .orderBy(desc(syncs.id))
    .limit(shownSyncs);
  const [newest, ...earlier] = rows;
  if (newest === undefined || newest.finishedAt !== null || newest.problem !== null) return undefined;
  const last = earlier.find(({ finishedAt, problem }) => finishedAt !== null && problem === null)?.datasets;
  return { read: newest.datasets, of: last !== undefined && last > newest.datasets ? last : undefined };
}

/** Reads, or waits for the reading of another process; where that one dies or fails, this one goes on with its own. */
async function readInTurn(deps: SyncDeps, signal?: AbortSignal): Promise<void> {
  const before = await lastComplete(deps.db.db);
  for (;;) {
    signal?.throwIfAborted();
    const lease = await takeLease(deps.db, 'sync');
    if (lease === undefined) {
      await delay(lookedEvery, undefined, { signal }).catch(() => undefined);
      continue;
    }
    try {
      const last = await lastComplete(deps.db.db);
      if (last?.id === before?.id) await readAndRecord(deps, lease, signal);
      return;
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error;
    } finally {
      // Else it runs out.
      await lease.release().catch(() => undefined);
    }
  }
}

async function readAndRecord(
  { db: { db: q }, domo, product, now, logger, gone }: SyncDeps,
  { holding, lost }: Lease,
  stopped?: AbortSignal,
): Promise<void> {
  gone.clear();
  const startedAt = now();
  const [row] = await q.insert(syncs).values({ startedAt }).returning({ id: syncs.id });
  if (!row) throw new Error('The database did not number the sync');
  const signal = AbortSignal.any([lost, ...(stopped ? [stopped] : [])]);
  const run: SyncRun = { q, holding, domo, product, logger, sync: row.id, gone, signal };
  try {
    const users = await readUsers(run);
    await readGroups(run);
    const datasets = await readDatasets(run);
    await forgetIdleUnknowns(run);
    const finishedAt = now();
    await q.update(syncs).set({ finishedAt, users, datasets }).where(eq(syncs.id, row.id));
    await q.delete(syncs).where(lt(syncs.id, row.id - remembered));
    logger.info({ users, datasets, ms: finishedAt.getTime() - startedAt.getTime() }, 'Domo was read');
  } catch (thrown) {
    const err = coerceError(thrown);
    // Cut short by a stop is nothing to warn of: the next start reads all of it.
    logger[signal.aborted ? 'debug' : 'warn'](
      { err },
      'Domo was not read to the end: the copy is as old as it was, but for the pages that came',
    );
    await q
      .update(syncs)
      .set({ problem: err.message })
      .where(eq(syncs.id, row.id))
      .catch((unsaved: unknown) => logger.warn({ err: coerceError(unsaved) }, 'That the sync failed was not saved'));
    throw thrown;
  }
}

async function unlessAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return work;
  const left = Promise.withResolvers<never>();
  const leave = () => left.reject(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  try {
    await Promise.race([work, left.promise]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
