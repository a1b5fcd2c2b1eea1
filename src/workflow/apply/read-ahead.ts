import pMap from 'p-map';
import type { CallOptions, DomoDataset } from '../../domo/types.ts';
import type { ItemRow } from '../../store/items.ts';
import type { RequestRow } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import { readLive } from './read-live.ts';

/** Datasets that are read before their turn to be written, so that the allowed rate is not idle while one goes alone. */
export interface ReadAhead {
  /** Begins to read these, few at a time so that the one that goes alone waits for none of them. Begins no other one once its result is called. */
  start(items: ItemRow[]): () => void;
  /** What was read of an item, once, unless that is long ago or failed. */
  take(item: ItemRow): Promise<DomoDataset | undefined>;
}

export const mostAhead = 20;
/** In ms. */
const old = 5_000;

/** `calls`: how they are read; their signal aborts when the run has ended. */
export function createReadAhead(ctx: Context, row: RequestRow, calls: CallOptions): ReadAhead {
  const ahead = new Map<number, { live: Promise<DomoDataset | undefined>; at: number }>();

  async function read({ datasetId }: ItemRow): Promise<DomoDataset | undefined> {
    try {
      return await readLive(ctx, row.kind, datasetId, calls);
    } catch {
      // When its turn comes it is read again, and what is wrong is dealt with.
      return undefined;
    }
  }

  return {
    start(items) {
      let isOver = false;
      const begin = async (item: ItemRow) => {
        if (isOver || calls.signal?.aborted || ahead.has(item.position)) return;
        const live = read(item);
        ahead.set(item.position, { live, at: ctx.now().getTime() });
        await live;
      };
      void pMap(items, begin, { concurrency: Math.max(1, Math.floor(ctx.concurrency / 2) - 1) });
      return () => {
        isOver = true;
      };
    },
    async take({ position }) {
      const found = ahead.get(position);
      ahead.delete(position);
      const live = await found?.live;
      return found !== undefined && ctx.now().getTime() - found.at < old ? live : undefined;
    },
  };
}
