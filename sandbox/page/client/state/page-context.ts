import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Snapshot } from '../../protocol.ts';
import type { Route } from './route.ts';

/** What every part of the page can see and do. */
export interface PageState {
  snapshot: Snapshot;
  route: Route;
  /** Shows another place of the same person. */
  go(to: Partial<Route>): void;
  /** Says something to those who can't see the page change. */
  announce(text: string): void;
  /** Fetches older messages of a conversation. */
  showOlder(channelId: string): Promise<void>;
}

export const PageContext = createContext<PageState | null>(null);

export function usePage(): PageState {
  const page = useContext(PageContext);
  if (!page) throw new Error('This part stands outside the page');
  return page;
}
