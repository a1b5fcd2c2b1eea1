import pMap from 'p-map';
import { unsettledItems } from '../../store/item-moves.ts';
import type { ItemRow } from '../../store/items.ts';
import { haltOf } from './halt.ts';
import type { Run, Written } from './run.ts';
import { verifyItems } from './verify-items.ts';
import { createWriting } from './writing.ts';

/** As many as a list page proves. */
export const chunk = 50;

/**
 * Writes what is not settled, and proves some while the next are written, so that the allowed rate is never idle: no more than two
 * chunks are unproved. Before each chunk it looks at all that may forbid another write; then, and at a failure, it ends with
 * what was written proved. Throws that failure.
 */
export async function flow(run: Run): Promise<void> {
  const writing = createWriting(run);
  /** Begun here, and not settled yet. */
  const inHand = new Set<number>();
  let unproved: Written[] = [];
  let proof = Promise.resolve();

  function prove(): void {
    const some = unproved;
    unproved = [];
    proof = proof
      .then(() => verifyItems(run, some))
      .then(() => {
        for (const { item } of some) inHand.delete(item.position);
      })
      .catch(writing.fail);
  }

  async function* items(): AsyncGenerator<ItemRow> {
    for (let before = proof; !writing.isOver(); ) {
      await before;
      before = proof;
      const next = await nextChunk(run, inHand).catch(writing.fail);
      if (!next) return;
      for (const item of next) {
        if (writing.isOver()) return;
        inHand.add(item.position);
        yield item;
      }
    }
  }

  const write = async (item: ItemRow) => {
    const written = await writing.write(item);
    if (written === undefined) {
      inHand.delete(item.position);
      return;
    }
    unproved.push(written);
    if (unproved.length >= chunk) prove();
  };
  await pMap(items(), write, { concurrency: run.ctx.concurrency });
  prove();
  await proof;
  writing.throwFailure();
}

/** Undefined: there is none, or none may be written. */
async function nextChunk(run: Run, inHand: ReadonlySet<number>): Promise<ItemRow[] | undefined> {
  const found = await unsettledItems(run.ctx.database.db, run.row.id, chunk + inHand.size);
  const next = found.filter(({ position }) => !inHand.has(position)).slice(0, chunk);
  if (next.length === 0) return undefined;
  const halt = await haltOf(run);
  run.patience.checked();
  return halt === undefined ? next : undefined;
}
