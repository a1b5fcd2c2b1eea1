import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { ListPage } from '../../protocol.ts';
import { ask } from '../state/follow-sandbox.ts';

/** After the last key, in ms. */
const typingPause = 150;

/** A long list, one page after the other: `more` fetches the next. A new search begins anew. */
export function usePages<T>(path: string, search: string, owner: number | null) {
  const [list, setList] = useState<ListPage<T> | null>(null);
  const loading = useRef(false);
  const query = useCallback(
    (offset: number) =>
      ask<ListPage<T>>(path, { search, offset: String(offset), ...(owner !== null && { owner: String(owner) }) }),
    [path, search, owner],
  );

  useEffect(() => {
    let outdated = false;
    const timer = window.setTimeout(async () => {
      const first = await query(0);
      if (!outdated && first) setList(first);
    }, typingPause);
    return () => {
      outdated = true;
      window.clearTimeout(timer);
    };
  }, [query]);

  async function more(): Promise<void> {
    if (!list || loading.current || list.rows.length >= list.total) return;
    loading.current = true;
    const next = await query(list.rows.length);
    loading.current = false;
    if (next) setList({ total: next.total, rows: [...list.rows, ...next.rows] });
  }
  const refresh = async () => {
    const first = await query(0);
    if (first)
      setList((before) => ({ ...first, rows: [...first.rows, ...(before?.rows.slice(first.rows.length) ?? [])] }));
  };
  return { list, more, refresh };
}
