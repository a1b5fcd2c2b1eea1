import { eq } from 'drizzle-orm';
import type { Product } from '../domo/product/types.ts';
import type { CallOptions, Domo } from '../domo/types.ts';
import type { Logger } from '../logger.ts';
import type { Handle } from '../store/database.ts';
import type { Lease } from '../store/lease.ts';
import { syncs } from '../store/tables.ts';

/** One complete reading of Domo, under way. */
export interface SyncRun {
  q: Handle;
  /** For what a list page shows: a process that was frozen meanwhile must not put it over what another has read since. */
  holding: Lease['holding'];
  domo: Domo;
  /** What it adds, while it answers. */
  product: Product | undefined;
  logger: Logger;
  /** Its number. */
  sync: number;
  /** Datasets that others found deleted since it began: a list page may still show them. */
  gone: ReadonlySet<string>;
  signal?: AbortSignal | undefined;
}

/** So many datasets more, and people who wait are told how far the reading is. */
const told = 1_000;

/** Keeps how many datasets a reading has come to, for whoever waits for it. `before`: at the page before. */
export async function keepCount({ q, sync }: SyncRun, datasets: number, before: number): Promise<void> {
  if (Math.floor(datasets / told) === Math.floor(before / told)) return;
  await q.update(syncs).set({ datasets }).where(eq(syncs.id, sync));
}

/** Rows that one query walks over, or one statement removes. */
export const step = 500;

/** Look-ups under way at once; the client's limiter keeps the rate. */
const atOnce = 10;

export function bulk({ signal }: SyncRun): CallOptions {
  return { priority: 'bulk', signal };
}

export async function inGroups<T>(list: T[], work: (entry: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < list.length; at += atOnce) {
    await Promise.all(list.slice(at, at + atOnce).map(work));
  }
}
