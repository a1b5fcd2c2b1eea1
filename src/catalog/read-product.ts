import { and, eq, inArray, notExists, sql } from 'drizzle-orm';
import { ownerId } from '../change/owner/group.ts';
import { DomoError } from '../domo/errors.ts';
import type { Datasource } from '../domo/product/types.ts';
import type { DomoDataset } from '../domo/types.ts';
import { datasets, domoUsers } from '../store/tables.ts';
import { bulk, type SyncRun } from './sync-run.ts';
import { writeUsers } from './write-users.ts';

/** A dataset with what the product API says it is, where that is known. */
export interface MadeDataset extends DomoDataset {
  made?: Datasource | undefined;
}

/** These datasets as the product API shows them too: what each is, and whether a group owns it. As they were where it doesn't answer. */
export async function withMade(run: SyncRun, read: DomoDataset[]): Promise<MadeDataset[]> {
  const { product } = run;
  if (product === undefined || read.length === 0) return read;
  const shown = await orUndefined(run, () =>
    product.datasources(
      read.map(({ id }) => id),
      bulk(run),
    ),
  );
  const known = new Map(shown?.map((each) => [each.id, each]));
  return read.map((dataset) => {
    const made = known.get(dataset.id);
    const owner = made?.owner && { id: ownerId(made.owner), name: made.owner.name };
    return { ...dataset, owner: owner ?? dataset.owner, made };
  });
}

/** Takes over Domo's groups, which only the product API lists; those that are gone and own nothing are forgotten. */
export async function readGroups(run: SyncRun): Promise<void> {
  const { product, q } = run;
  if (product === undefined) return;
  await orUndefined(run, async () => {
    const seen = new Set<number>();
    for await (const page of product.groupPages(bulk(run))) {
      const groups = page.map(({ id, name }) => ({ id: ownerId({ type: 'group', id }), name }));
      for (const { id } of groups) seen.add(id);
      await run.holding((tx) =>
        writeUsers(
          tx,
          groups.map((user) => ({ user, standing: 'group' })),
        ),
      );
    }
    const stored = await q.select({ id: domoUsers.id }).from(domoUsers).where(eq(domoUsers.standing, 'group'));
    const gone = stored.map(({ id }) => id).filter((id) => !seen.has(id));
    const owned = q.select({ one: sql`1` }).from(datasets).where(eq(datasets.ownerId, domoUsers.id));
    await run.holding((tx) => tx.delete(domoUsers).where(and(inArray(domoUsers.id, gone), notExists(owned))));
  });
}

/** A sync doesn't fail for what the product API adds; it does without it until its end. */
async function orUndefined<T>(run: SyncRun, ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (err) {
    if (!(err instanceof DomoError)) throw err;
    run.logger.warn(
      { err },
      "Domo's product API doesn't answer: what datasets are, and groups, stay as they were known",
    );
    run.product = undefined;
    return undefined;
  }
}
