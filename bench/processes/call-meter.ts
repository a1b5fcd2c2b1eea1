import { setTimeout as delay } from 'node:timers/promises';
import type { DomoServer } from '../../sandbox/domo/server.ts';

/** What reached Domo since `mark`, tokens left out: they are not the change's. */
export interface CallCount {
  total: number;
  reads: number;
  lists: number;
  writes: number;
  /** From the first call's arrival to the last one's, in ms. */
  ms: number;
}

export function createCallMeter(domo: DomoServer) {
  let count: CallCount = fresh();
  let first: number | undefined;
  let last = performance.now();

  domo.on('call', ({ method, path, ms }) => {
    if (path.startsWith('/oauth')) return;
    last = performance.now() - ms;
    first ??= last;
    count.total += 1;
    if (method === 'PUT') count.writes += 1;
    else if (path === '/v1/datasets' || path === '/v1/users') count.lists += 1;
    else count.reads += 1;
  });

  return {
    mark() {
      count = fresh();
      first = undefined;
    },
    calls: (): CallCount => ({ ...count, ms: last - (first ?? last) }),
    /** Resolves when so many PUTs have come. */
    async written(puts: number): Promise<void> {
      while (count.writes < puts) await delay(10);
    },
    /** Resolves when Domo has been left alone for a while. */
    async quiet(): Promise<void> {
      while (performance.now() - last < 1_500) await delay(50);
    },
  };
}

function fresh(): CallCount {
  return { total: 0, reads: 0, lists: 0, writes: 0, ms: 0 };
}
