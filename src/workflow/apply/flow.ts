import pMap from 'p-map';
import { itemsOfRun } from '../../store/item-moves.ts';
import type { ItemRow } from '../../store/items.ts';
import { haltOf, movedAlong, tooManyMoved } from './halt.ts';
import { CheckAgain } from './patience.ts';
import { proveItems } from './prove-items.ts';
import type { Run, Written } from './run.ts';
import { createWriting } from './writing.ts';

/** As many as a list page proves. */
export const chunk = 50;
/** No more than so many are begun and neither settled nor proved. */
const mostBegun = 100;
/** The first few are proved early: a Domo that does more than asked is found out by them. */
const firstProved = 15;

/**
 * Writes what is not settled, and proves some while the next are written, so that the allowed rate is never idle. While a chunk is
 * written it checks all that may forbid another write. When something does, or fails, it writes nothing more, proves what was written
 * by then, and throws what stopped it.
 */
export async function flow(run: Run): Promise<void> {
  const { concurrency } = run.ctx;
  const writing = createWriting(run);
  /** Taken here, and not settled yet. */
  const inHand = new Set<number>();
  let begun = 0;
  /** What Domo is asked to change meanwhile comes before them on the page. */
  const page = Math.max(firstProved, chunk - concurrency);
  const proofs = new Set<Promise<void>>();
  let unproved: Written[] = [];
  let enough = firstProved;

  function letGo({ position }: ItemRow): void {
    inHand.delete(position);
    begun -= 1;
  }

  async function proveSome(some: Written[]): Promise<void> {
    await proveItems(run, some);
    for (const { item } of some) letGo(item);
    if ((await movedAlong(run)) !== undefined) throw new CheckAgain();
  }

  function prove(): void {
    const proof = proveSome(unproved)
      .catch(writing.fail)
      .finally(() => proofs.delete(proof));
    proofs.add(proof);
    unproved = [];
    enough = page;
  }

  async function lookAround(): Promise<void> {
    const halt = await haltOf(run);
    run.patience.checked();
    if (halt !== undefined) throw new CheckAgain();
  }

  async function waitForRoom(): Promise<void> {
    const doubted = () => [...run.doubted.values()].reduce((sum, each) => sum + each, 0);
    const isFull = () => begun >= mostBegun || doubted() >= tooManyMoved;
    while (proofs.size > 0 && isFull()) await Promise.race(proofs);
  }

  async function* items(): AsyncGenerator<ItemRow> {
    let looked = Promise.resolve();
    while (!writing.isOver()) {
      await looked;
      const next = await nextItems(run, inHand);
      if (next.length === 0) return;
      looked = lookAround().catch(writing.fail);
      for (const { position } of next) inHand.add(position);
      for (const item of next) {
        await waitForRoom();
        if (writing.isOver()) return;
        begun += 1;
        yield item;
      }
    }
  }

  async function write(item: ItemRow): Promise<void> {
    const written = await writing.write(item);
    if (written === undefined) letGo(item);
    else if (unproved.push(written) >= enough) prove();
  }

  await pMap(items(), write, { concurrency });
  prove();
  await Promise.all(proofs);
  writing.throwFailure();
}

async function nextItems({ ctx, row }: Run, inHand: ReadonlySet<number>): Promise<ItemRow[]> {
  const found = await itemsOfRun(ctx.database.db, row.id, chunk + inHand.size);
  return found.filter(({ position }) => !inHand.has(position)).slice(0, chunk);
}
