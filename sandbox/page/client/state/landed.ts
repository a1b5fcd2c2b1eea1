import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { createFeed, type Feed } from '../../../domo/feed.ts';
import type { DatasetRow, DomoChange } from '../../protocol.ts';

export interface Landed {
  change: DomoChange;
  row: DatasetRow | null;
}

/** Tells lists of changes in Domo as they land, without rendering the rest of the page. */
export type LandedFeed = Feed<Landed[]>;

export const LandedContext = createContext<LandedFeed>(createFeed());

/** How long a change stays highlighted, in ms. */
const highlightMs = 4000;

/** Rows with the changes that landed since they were loaded, and which changed just now. */
export function useLanded(): { rows: ReadonlyMap<string, DatasetRow>; fresh: ReadonlySet<string> } {
  const feed = useContext(LandedContext);
  const [rows, setRows] = useState<ReadonlyMap<string, DatasetRow>>(new Map());
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const timers = new Set<number>();
    const stop = feed.listen((landed) => {
      const changed = landed.flatMap(({ row }) => (row ? [row] : []));
      const ids = changed.map((row) => row.id);
      setRows((before) => new Map([...before, ...changed.map((row) => [row.id, row] as const)]));
      setFresh((before) => new Set([...before, ...ids]));
      const timer = window.setTimeout(() => {
        timers.delete(timer);
        setFresh((before) => new Set([...before].filter((id) => !ids.includes(id))));
      }, highlightMs);
      timers.add(timer);
    });
    return () => {
      stop();
      for (const timer of timers) window.clearTimeout(timer);
    };
  }, [feed]);
  return { rows, fresh };
}
