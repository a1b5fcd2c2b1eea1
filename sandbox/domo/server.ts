import { randomBytes } from 'node:crypto';
import { type Instance, type Scope, scopes } from './api.ts';
import { type CallLog, createCallLog, type SeenCall } from './calls.ts';
import { addCollector } from './collector.ts';
import { createDispatch } from './dispatch.ts';
import { createFaults, type Faults } from './faults.ts';
import { type GenerateOptions, generateWorld } from './generate.ts';
import { listenOnLoopback } from './http.ts';
import { createOauth, type OauthOptions } from './oauth.ts';
import { type ProductOptions, type ProductServer, startProduct } from './product/start-product.ts';
import { seeded, seedWorld } from './seed.ts';
import type { WorldChange } from './types.ts';
import { createWorld, type World } from './world.ts';

export interface StartDomoOptions {
  /** Default: any free one. */
  port?: number | undefined;
  /** Default: the seed of `seed.ts`; `empty`: only the client's own user. */
  seed?: 'mathematicians' | 'empty' | undefined;
  /** Added to the seed. */
  generate?: GenerateOptions | undefined;
  /** With somebody who owns 60 datasets of all kinds (`collector.ts`). */
  collector?: boolean | undefined;
  clientId?: string | undefined;
  clientSecret?: string | undefined;
  customer?: string | undefined;
  /** What the client was made for; default: everything. */
  scopes?: readonly Scope[] | undefined;
  /** A token's life, in seconds; default 3,599. Can be set later through `setTokenTtl`. */
  tokenTtlSeconds?: number | undefined;
  product?: ProductOptions | undefined;
  now?: (() => Date) | undefined;
}

/** A Domo instance on loopback. */
export interface DomoServer {
  url: string;
  clientId: string;
  readonly clientSecret: string;
  /** Another secret for the same client, as a new client would have: the one before, and its tokens, are over. */
  renewSecret(): void;
  world: World;
  faults: Faults;
  calls: CallLog;
  /** Each request once it is over, or each change of the world; resolves to what takes the listener off. */
  on(event: 'call', listener: (call: SeenCall) => void): () => void;
  on(event: 'change', listener: (change: WorldChange) => void): () => void;
  setTokenTtl(seconds: number): void;
  /** Ends every token that is out: the next call with one is answered 401. */
  expireTokens(): void;
  tokensIssued(): number;
  /** The API behind Domo's own pages: the same world, on a port of its own. */
  product: ProductServer;
  /** Most requests under way at once so far. */
  peak(): number;
  close(): Promise<void>;
}

export async function startDomo(options: StartDomoOptions = {}): Promise<DomoServer> {
  const now = options.now ?? (() => new Date());
  const clientId = options.clientId ?? '3f1c8a52-77d0-4b0e-9a6e-2c5d41f0b6aa';
  let clientSecret = options.clientSecret ?? randomBytes(32).toString('hex');
  const world = makeWorld(options, now);
  const faults = createFaults();
  const calls = createCallLog();
  let ttl = options.tokenTtlSeconds ?? 3_599;
  const client: Pick<OauthOptions, 'clientId' | 'clientSecret' | 'customer' | 'userId' | 'scopes'> = {
    clientId,
    clientSecret: () => clientSecret,
    customer: options.customer ?? 'mathematicians',
    scopes: options.scopes ?? scopes,
    userId: seeded.support,
  };
  const oauth = createOauth({ ...client, ttlSeconds: () => ttl, now, faults });
  const instance: Instance = { world, faults, now, clientUserId: seeded.support };
  const answer = createDispatch(instance, oauth);
  const shared = { faults, calls, now };
  const http = await listenOnLoopback({ ...shared, port: options.port ?? 0, answer });
  const product = await startProduct({ world, clientUserId: seeded.support, ...options.product }, shared);

  return {
    url: http.url,
    clientId,
    get clientSecret() {
      return clientSecret;
    },
    renewSecret: () => {
      clientSecret = randomBytes(32).toString('hex');
      oauth.expireAll();
    },
    world,
    faults,
    calls,
    on: (...[event, listener]: OnArguments) => (event === 'call' ? calls.onCall(listener) : world.onChange(listener)),
    setTokenTtl: (seconds) => {
      ttl = seconds;
    },
    expireTokens: oauth.expireAll,
    tokensIssued: oauth.issued,
    peak: http.peak,
    product,
    close: async () => void (await Promise.all([http.close(), product.close()])),
  };
}

type OnArguments = ['call', (call: SeenCall) => void] | ['change', (change: WorldChange) => void];

function makeWorld({ seed, generate, collector = false }: StartDomoOptions, now: () => Date): World {
  const world = createWorld(now, seeded.support);
  if (seed === 'empty') world.addUser({ id: seeded.support, name: 'DomoSupport', role: 'Admin' });
  else seedWorld(world);
  if (generate) generateWorld(world, generate);
  if (collector) addCollector(world);
  return world;
}
