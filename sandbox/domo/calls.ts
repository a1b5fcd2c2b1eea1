import { createFeed, type Listener } from './feed.ts';

/** One request that reached this Domo, as a page may show it: no header, and no body of a token request. */
export interface SeenCall {
  number: number;
  at: Date;
  method: string;
  path: string;
  /** As sent, with its question mark; empty without one. */
  query: string;
  datasetId?: string | undefined;
  /** 0: no answer was given. */
  status: number;
  ms: number;
  /** The start of what was sent. */
  body?: string | undefined;
  toe?: string | undefined;
}

export interface CallLog {
  note(call: Omit<SeenCall, 'number'>): void;
  /** The last 1,000 calls, oldest first. */
  recent(): readonly SeenCall[];
  /** All calls so far whose method and beginning of the path are these. */
  count(method?: string, path?: string): number;
  /** PUTs that came for a dataset, whatever was answered. */
  puts(datasetId: string): number;
  onCall(listener: Listener<SeenCall>): () => void;
}

const kept = 1_000;
const bodyLimit = 20_000;

export function createCallLog(): CallLog {
  const feed = createFeed<SeenCall>();
  const recent: SeenCall[] = [];
  const puts = new Map<string, number>();
  const byRoute = new Map<string, { method: string; path: string; count: number }>();
  let number = 0;

  return {
    note(call) {
      number += 1;
      const { method, path, datasetId } = call;
      const route = datasetId ? path.replace(datasetId, ':id') : path;
      const known = byRoute.get(`${method} ${route}`) ?? { method, path: route, count: 0 };
      byRoute.set(`${method} ${route}`, { ...known, count: known.count + 1 });
      if (method === 'PUT' && datasetId) puts.set(datasetId, (puts.get(datasetId) ?? 0) + 1);
      const seen = { number, ...call, body: call.body?.slice(0, bodyLimit) };
      recent.push(seen);
      if (recent.length > kept) recent.shift();
      feed.tell(seen);
    },
    recent: () => recent,
    count: (method, path = '') =>
      [...byRoute.values()]
        .filter((route) => (!method || route.method === method) && route.path.startsWith(path))
        .reduce((sum, route) => sum + route.count, 0),
    puts: (datasetId) => puts.get(datasetId) ?? 0,
    onCall: feed.listen,
  };
}
