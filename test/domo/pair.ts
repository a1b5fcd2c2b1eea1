import { type DomoServer, type StartDomoOptions, startDomo } from '../../sandbox/domo/server.ts';
import { createDomo } from '../../src/domo/client.ts';
import type { CallInfo, DomoOptions } from '../../src/domo/options.ts';
import type { Domo } from '../../src/domo/types.ts';

/** The real client against the sandbox's Domo over HTTP; waits between retries are noted and not waited for. */
export interface Pair {
  server: DomoServer;
  domo: Domo;
  calls: CallInfo[];
  waits: number[];
  logged: { details: object; message: string }[];
}

export interface PairOptions {
  server?: StartDomoOptions;
  client?: Partial<DomoOptions>;
}

const open: Pair[] = [];

export async function startPair(options: PairOptions = {}): Promise<Pair> {
  const server = await startDomo(options.server);
  const calls: CallInfo[] = [];
  const waits: number[] = [];
  const logged: Pair['logged'] = [];
  const log = (details: object, message: string) => void logged.push({ details, message });
  const domo = createDomo({
    url: server.url,
    clientId: server.clientId,
    clientSecret: server.clientSecret,
    requestsPerSecond: 1_000,
    concurrency: 4,
    sleep: async (ms) => void waits.push(ms),
    onCall: (info) => calls.push(info),
    logger: { debug: log, warn: log },
    ...options.client,
  });
  const pair = { server, domo, calls, waits, logged };
  open.push(pair);
  return pair;
}

export async function stopPairs(): Promise<void> {
  for (const { domo, server } of open.splice(0)) {
    await domo.stop();
    await server.close();
  }
}

/** What a promise is rejected with; fails when it is not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    (value) => {
      throw new Error(`Expected a rejection, got ${JSON.stringify(value)}`);
    },
    (error: unknown) => error,
  );
}
