import { eq } from 'drizzle-orm';
import type { Product } from '../domo/product/types.ts';
import type { Domo } from '../domo/types.ts';
import type { Logger } from '../logger.ts';
import type { Database } from '../store/database.ts';
import { datasets, domoUsers } from '../store/tables.ts';
import { catchUpSince } from './catch-up.ts';
import { confirmEmails } from './confirm-emails.ts';
import { lookAlikes } from './look-alikes.ts';
import { owned } from './owned.ts';
import { ownersNotActive } from './owners-not-active.ts';
import { resolveWords } from './resolve.ts';
import { asHit, countOwned, datasetsOwnedBy, hitColumns, searchDatasets } from './search-datasets.ts';
import { findByEmails, findOwners, foremostOwners, searchUsers } from './search-users.ts';
import { createSync, lastComplete, readingNow } from './sync.ts';
import type { Catalog } from './types.ts';
import { removeDataset, writeNoted } from './write-datasets.ts';

export interface CatalogDeps {
  db: Database;
  domo: Domo;
  /** Domo's product API, where it is open: what datasets are, and groups. */
  product?: Product | undefined;
  now: () => Date;
  logger: Logger;
}

/** The local copy of Domo's users and datasets; see `Catalog`. */
export function createCatalog({ db, domo, product, now, logger }: CatalogDeps): Catalog {
  const q = db.db;
  const gone = new Set<string>();
  const sync = createSync({ db, domo, product, now, logger, gone });

  return {
    searchOwners: (query, limit) =>
      query.trim() === '' ? foremostOwners(q, limit) : searchUsers(q, query, 'owners', limit),
    searchNewOwners: (query, limit) => searchUsers(q, query, 'active', limit),
    ownersNotActive: (limit) => ownersNotActive(q, limit),
    searchDatasets: (query, options) => searchDatasets(q, query, options),
    owner: async (id) => (await findOwners(q, [id])).get(id),
    owners: async (ids) => {
      const found = await findOwners(
        q,
        ids.flatMap((id) => id ?? []),
      );
      return ids.map((id) => (id === undefined ? undefined : found.get(id)));
    },
    usersByEmails: (emails) => findByEmails(q, emails),
    confirmEmails: (among, options) => confirmEmails({ q, domo }, among, options),
    dataset: async (id) => {
      const [row] = await q.select(hitColumns).from(datasets).where(eq(datasets.id, id));
      return row && asHit(row);
    },
    resolveDatasets: (words, ownerId) => resolveWords(q, words, ownerId),
    datasetsAlike: (named) => lookAlikes(q, { table: datasets, id: datasets.id, look: datasets.look }, named),
    ownersAlike: (named) => lookAlikes(q, { table: domoUsers, id: domoUsers.id, look: domoUsers.look }, named),
    ownedCount: async (ownerId) => (await countOwned(q, [ownerId])).get(ownerId) ?? 0,
    owned: (ownerId, except) => owned(q, ownerId, except),
    freshAt: async () => (await lastComplete(q))?.finishedAt,
    reading: () => readingNow(q),
    ownedBy: (ownerId) => datasetsOwnedBy(q, ownerId),
    note: async (...read) => {
      for (const { id } of read.filter(({ deleted }) => deleted)) {
        gone.add(id);
        await removeDataset(q, id);
      }
      await writeNoted(
        q,
        read.filter(({ deleted }) => !deleted),
      );
    },
    catchUp: async (signal) => {
      const last = await lastComplete(q);
      const caughtUp = last !== undefined && (await catchUpSince(q, domo, last.startedAt, signal));
      if (!caughtUp) await sync(signal);
    },
    sync,
  };
}
