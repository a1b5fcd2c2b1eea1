import { setImmediate as nextTurn } from 'node:timers/promises';
import { and, gt, inArray, isNull, lt, or } from 'drizzle-orm';
import { DomoUnexpectedError } from '../domo/errors.ts';
import type { DomoDataset } from '../domo/types.ts';
import { datasets } from '../store/tables.ts';
import { askAlone } from './ask-alone.ts';
import { lookUpOwners } from './look-up-owners.ts';
import { withMade } from './read-product.ts';
import { bulk, inGroups, keepCount, type SyncRun, step } from './sync-run.ts';
import { removeDataset, writeListed } from './write-datasets.ts';

/** Up to so many datasets that the list lacked are asked for one by one: rows that move between pages are missed. */
const doubted = 100;

/** Takes over Domo's list of datasets, and who owns them; what is gone is removed. Returns how many there are. */
export async function readDatasets(run: SyncRun): Promise<number> {
  const seen = new Set<string>();
  const ownerless = new Set<string>();
  for await (const page of run.domo.datasetPages(bulk(run))) {
    const before = seen.size;
    const live = page.filter(({ id, deleted }) => !deleted && !run.gone.has(id));
    for (const { id, owner } of live) {
      seen.add(id);
      if (!owner) ownerless.add(id);
    }
    await takeOver(run, live);
    await keepCount(run, seen.size, before);
    await nextTurn();
  }
  await inGroups([...ownerless], async (id) => {
    // What Domo lists and does not show stays as listed.
    if ((await readAlone(run, id)) === 'absent') seen.delete(id);
  });
  await dropUnseen(run, seen);
  return seen.size;
}

async function takeOver(run: SyncRun, read: DomoDataset[]): Promise<void> {
  const made = await withMade(run, read);
  await run.holding((tx) => writeListed(tx, made, run.sync));
  await lookUpOwners(run.q, run.domo, made, bulk(run));
}

async function readAlone(run: SyncRun, id: string): Promise<'there' | 'absent' | 'refused'> {
  const dataset = await askAlone(run.domo, id, bulk(run));
  if (dataset === 'absent' || dataset === 'refused') return dataset;
  if (run.gone.has(id)) return 'absent';
  await takeOver(run, [dataset]);
  return 'there';
}

async function dropUnseen(run: SyncRun, seen: Set<string>): Promise<void> {
  const unseen = await storedBut(run, seen);
  if (unseen.length <= doubted) {
    await inGroups(unseen, async (id) => {
      if ((await readAlone(run, id)) === 'there') seen.add(id);
      else await removeDataset(run.q, id);
    });
    return;
  }
  if (seen.size === 0) {
    const problem = `Domo listed no dataset at all, though there were ${unseen.length}: the old copy is kept`;
    throw new DomoUnexpectedError(problem);
  }
  for (let at = 0; at < unseen.length; at += step) {
    const ids = unseen.slice(at, at + step);
    await run.holding((tx) => tx.delete(datasets).where(and(inArray(datasets.id, ids), notNotedSince(run))));
    await nextTurn();
  }
}

/** The ids that are stored and were not seen, without those that others read since this sync began. */
async function storedBut(run: SyncRun, seen: ReadonlySet<string>): Promise<string[]> {
  const { id } = datasets;
  const unseen: string[] = [];
  for (let last = ''; ; ) {
    const here = and(gt(id, last), notNotedSince(run));
    const rows = await run.q.select({ id }).from(datasets).where(here).orderBy(id).limit(step);
    const end = rows.at(-1);
    if (!end) return unseen;
    for (const row of rows) if (!seen.has(row.id)) unseen.push(row.id);
    last = end.id;
    await nextTurn();
  }
}

function notNotedSince({ sync }: SyncRun) {
  return or(isNull(datasets.noted), lt(datasets.noted, sync));
}
