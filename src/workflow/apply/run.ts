import type { Product } from '../../domo/product/types.ts';
import type { CallOptions } from '../../domo/types.ts';
import type { ItemRow } from '../../store/items.ts';
import type { RequestRow } from '../../store/requests.ts';
import type { StoredPlan } from '../../store/stored-plan.ts';
import type { Context } from '../context.ts';
import type { Patience } from './patience.ts';
import type { ReadAhead } from './read-ahead.ts';
import type { Seen } from './read-live.ts';

/** One carrying out of a request, from a start or a resume to its end. */
export interface Run {
  id: string;
  ctx: Context;
  row: RequestRow;
  /** What was approved: no item is touched that is not in it as it is stored. */
  plan: StoredPlan;
  /** No new item is begun once it aborts. */
  signal: AbortSignal;
  /** How it calls Domo: those under way are given up when its signal aborts, some seconds after `signal`. */
  calls: CallOptions & { signal: AbortSignal };
  patience: Patience;
  readAhead: ReadAhead;
  /** When Domo last said that the incoming owner is active, in ms since 1970. */
  newOwnerSeen: number | undefined;
  /** Undefined: the product door isn't there, and its items are done by hand. */
  product: Product | undefined;
  /**
   * Pauses left before a write that Domo did not answer is tried again. All items share them, until Domo takes a write: where
   * it takes none at all, the others need not wait as long again.
   */
  rewrites: number[];
  /** How many items of those that are proved together Domo did not show as asked yet: they are read again. */
  doubted: Map<Written[], number>;
  /** A repaint of the card, no more often than every `timing.progress`. */
  progress: () => Promise<void>;
}

/** An item that Domo was asked to write, with the dataset as it was before: still to be proved. */
export interface Written {
  item: ItemRow;
  seen: Seen;
}
