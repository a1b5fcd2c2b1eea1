import { createHash } from 'node:crypto';
import { DomoUnexpectedError } from './errors.ts';

export interface PagesOptions<T> {
  /** Rows a page; Domo may give fewer. */
  size: number;
  /** Pages asked for ahead, so that a slow answer does not leave the rate unused. */
  ahead: number;
  signal?: AbortSignal | undefined;
  read(offset: number, signal: AbortSignal): Promise<T[]>;
}

/** Most that the product API takes, or gives, in one call. */
export const mostAtOnce = 100;

/** Reads what is asked for by id, however many these are, in as many calls as it takes. */
export async function readAll<Id, T>(
  ids: readonly Id[],
  read: (some: readonly Id[]) => Promise<Iterable<T>>,
): Promise<T[]> {
  const found: T[] = [];
  for (let at = 0; at < ids.length; at += mostAtOnce) found.push(...(await read(ids.slice(at, at + mostAtOnce))));
  return found;
}

/** A page may come again when rows were added in front; so many old ones in a row, and the list goes in a circle. */
const repeatLimit = 5;
/** No company has so many pages: 2,000,000 datasets. */
const mostPages = 40_000;

/**
 * Pages from offset 0 until an empty one that is empty again when asked for once more; a short page is not the end, and the next is asked
 * for right behind its last row. Rows move while pages are read: a row may come twice. A caller that stops early ends the calls under way.
 * Throws DomoUnexpectedError when the list would go on for ever, or has a hole: an empty page before one with rows.
 */
export async function* pages<T extends { id: string | number }>(options: PagesOptions<T>): AsyncGenerator<T[]> {
  const { size, signal } = options;
  const over = new AbortController();
  const end = () => over.abort(signal?.reason);
  signal?.addEventListener('abort', end, { once: true });
  const asked: { offset: number; page: Promise<T[]> }[] = [];
  let ahead = 1;
  let next = 0;
  const seen = new Set<string>();
  let repeats = 0;
  try {
    signal?.throwIfAborted();
    for (;;) {
      while (asked.length < ahead) {
        const page = options.read(next, over.signal);
        page.catch(() => undefined);
        asked.push({ offset: next, page });
        next += size;
      }
      const first = asked.shift();
      if (!first) return;
      let page = await first.page;
      if (page.length === 0) page = await options.read(first.offset, over.signal);
      if (page.length === 0) {
        const later = await Promise.all(asked.map((each) => each.page));
        if (later.every((rows) => rows.length === 0)) return;
        throw new DomoUnexpectedError('Domo left a page out of a list');
      }
      const ids = createHash('sha256')
        .update(page.map((row) => row.id).join())
        .digest('base64');
      repeats = seen.has(ids) ? repeats + 1 : 0;
      if (repeats >= repeatLimit)
        throw new DomoUnexpectedError('Domo answers with the same list pages again and again');
      seen.add(ids);
      if (seen.size > mostPages) throw new DomoUnexpectedError(`Domo's list has more than ${mostPages} pages`);
      yield page;
      if (page.length >= size) {
        ahead = options.ahead;
        continue;
      }
      asked.length = 0;
      next = first.offset + page.length;
      ahead = 1;
    }
  } finally {
    signal?.removeEventListener('abort', end);
    over.abort(new Error('The rest of the list is not needed'));
  }
}
