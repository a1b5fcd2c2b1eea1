import { sql } from 'drizzle-orm';
import { createCatalog } from '../../src/catalog/catalog.ts';
import type { Catalog } from '../../src/catalog/types.ts';
import { createLogger } from '../../src/logger.ts';
import type { Database } from '../../src/store/database.ts';
import { type Pair, type PairOptions, startPair, stopPairs } from '../domo/pair.ts';
import { testDatabase } from '../support/database.ts';

export interface Harness extends Pair {
  db: Database;
  catalog: Catalog;
  /** Calls since the last time it was asked, as `GET /v1/users/:id`. */
  routes(): string[];
  /** Datasets and users with what PostgreSQL changes when it writes or locks a row. */
  rowVersions(): Promise<unknown[]>;
}

const open: Database[] = [];

/** The real client against the sandbox's Domo, and a database; `now` may be replaced. */
export async function startHarness(options: PairOptions & { now?: () => Date } = {}): Promise<Harness> {
  const [pair, db] = await Promise.all([startPair(options), testDatabase()]);
  open.push(db);
  const logger = createLogger({ level: 'silent' });
  const catalog = createCatalog({ db, domo: pair.domo, now: options.now ?? (() => new Date()), logger });
  return {
    ...pair,
    db,
    catalog,
    routes: () => pair.calls.splice(0).map((call) => `${call.method} ${call.route}`),
    rowVersions: async () => {
      const versions = sql`select id::text, xmin::text, xmax::text, ctid::text from datasets
        union all select id::text, xmin::text, xmax::text, ctid::text from domo_users order by 1, 4`;
      return (await db.db.execute(versions)).rows;
    },
  };
}

export async function stopHarnesses(): Promise<void> {
  await stopPairs();
  for (const db of open.splice(0)) await db.close();
}

export function ids(hits: { id: string | number }[]): (string | number)[] {
  return hits.map((hit) => hit.id);
}
