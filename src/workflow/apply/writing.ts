import type { ItemRow } from '../../store/items.ts';
import { type Halt, stopOf } from './halt.ts';
import { CheckAgain } from './patience.ts';
import type { Run, Written } from './run.ts';
import { writeItem } from './write-item.ts';

export interface Writing {
  /** Undefined: there is nothing to prove. Never rejects. */
  write(item: ItemRow, halt?: Halt | undefined): Promise<Written | undefined>;
  /** No new item is begun: something failed, or the run is to end. */
  isOver(): boolean;
  /** Keeps a failure, after which no new item is begun. */
  fail(error: unknown): void;
  /** Throws the first failure: at the end, so that what others have written by then is still proved. */
  throwFailure(): void;
}

/** Several items that are written at the same time. */
export function createWriting(run: Run): Writing {
  const failures: unknown[] = [];
  const isOver = () => failures.length > 0 || run.signal.aborted;

  return {
    async write(item, halt) {
      if (isOver()) return undefined;
      try {
        // An item that was being written is read whatever happened since; one that waits is left for the next check.
        const stop = halt ?? (await stopOf(run));
        if (halt !== undefined && item.state === 'waiting') return undefined;
        const isForbidden = stop !== undefined || run.ctx.policyNow().paused;
        if (isForbidden && item.state === 'waiting') throw new CheckAgain();
        const written = await writeItem(run, item, stop);
        await run.progress();
        return written;
      } catch (error) {
        failures.push(error);
        return undefined;
      }
    },
    isOver,
    fail: (error) => void failures.push(error),
    throwFailure() {
      if (failures.length > 0) throw failures[0];
    },
  };
}
