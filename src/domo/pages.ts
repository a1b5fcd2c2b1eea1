import { DomoUnexpectedError } from './errors.ts';

export interface PagesOptions<T> {
  /** Rows a page; Domo may give fewer. */
  size: number;
  /** Pages asked for ahead, so that a slow answer does not leave the rate unused. */
  ahead: number;
  signal?: AbortSignal | undefined;
  read(offset: number, signal: AbortSignal): Promise<T[]>;
}

/** A page may come again when rows were added in front; so often in a row, and the offset is not heeded at all. */
const repeatLimit = 5;

/**
 * Pages from offset 0 until an empty one; a short page is not the end, and the next is asked for right behind its last row. Rows
 * move while pages are read: a row may come twice. A caller that stops early ends the calls under way.
 * Throws DomoUnexpectedError when the same page comes again and again: it would go on for ever.
 */
export async function* pages<T extends { id: string | number }>(options: PagesOptions<T>): AsyncGenerator<T[]> {
  const { size, signal } = options;
  const over = new AbortController();
  const end = () => over.abort(signal?.reason);
  signal?.addEventListener('abort', end, { once: true });
  const asked: { offset: number; page: Promise<T[]> }[] = [];
  let ahead = 1;
  let next = 0;
  let last = '';
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
      const page = (await first?.page) ?? [];
      if (!first || page.length === 0) return;
      const ids = page.map((row) => row.id).join();
      repeats = ids === last ? repeats + 1 : 0;
      if (repeats >= repeatLimit) throw new DomoUnexpectedError('Domo answers every offset with the same list page');
      last = ids;
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
