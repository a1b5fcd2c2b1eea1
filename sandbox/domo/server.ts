import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { Instance } from './api.ts';
import { type CallLog, createCallLog, type SeenCall } from './calls.ts';
import { createDispatch, type Incoming } from './dispatch.ts';
import { createFaults, type Faults } from './faults.ts';
import { type GenerateOptions, generateWorld } from './generate.ts';
import { type Interference, interfere, onTheWay } from './interference.ts';
import { createOauth, type OauthOptions } from './oauth.ts';
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
  clientId?: string | undefined;
  clientSecret?: string | undefined;
  customer?: string | undefined;
  /** A token's life, in seconds; default 3,599. Can be set later through `setTokenTtl`. */
  tokenTtlSeconds?: number | undefined;
  now?: (() => Date) | undefined;
}

/** A Domo instance on loopback. */
export interface DomoServer {
  url: string;
  clientId: string;
  clientSecret: string;
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
  /** Most requests under way at once so far. */
  peak(): number;
  close(): Promise<void>;
}

/** Largest body that is read, in bytes: far above 1,000 columns. */
const bodyLimit = 10_000_000;

export async function startDomo(options: StartDomoOptions = {}): Promise<DomoServer> {
  const now = options.now ?? (() => new Date());
  const clientId = options.clientId ?? '3f1c8a52-77d0-4b0e-9a6e-2c5d41f0b6aa';
  const clientSecret = options.clientSecret ?? randomBytes(32).toString('hex');
  const world = makeWorld(options, now);
  const faults = createFaults();
  const calls = createCallLog();
  let ttl = options.tokenTtlSeconds ?? 3_599;
  const client: Pick<OauthOptions, 'clientId' | 'clientSecret' | 'customer' | 'userId'> = {
    clientId,
    clientSecret,
    customer: options.customer ?? 'mathematicians',
    userId: seeded.support,
  };
  const oauth = createOauth({ ...client, ttlSeconds: () => ttl, now, faults });
  const instance: Instance = { world, faults, now, clientUserId: seeded.support };
  const dispatch = createDispatch(instance, oauth);
  let open = 0;
  let peak = 0;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    open += 1;
    peak = Math.max(peak, open);
    const started = performance.now();
    const incoming = await readIncoming(request);
    const before = await interfere(faults, incoming, 'before');
    const reply = before ?? dispatch(incoming);
    const sent = onTheWay(faults, incoming, before ?? (await interfere(faults, incoming, 'after')) ?? reply);
    send(response, sent);
    open -= 1;
    const { method, path, datasetId } = incoming;
    calls.note({
      at: now(),
      method,
      path,
      query: new URL(request.url ?? '/', 'http://localhost').search,
      datasetId,
      status: typeof sent === 'string' ? 0 : sent.status,
      ms: Math.round(performance.now() - started),
      body: path === '/oauth/token' ? undefined : incoming.body || undefined,
      toe: toeOf(sent),
    });
  }

  const server = createServer((request, response) => {
    // What fails here is the caller's connection, or a bug, which the caller sees as a broken connection.
    serve(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The sandbox got no port to listen on');

  return {
    url: `http://127.0.0.1:${address.port}`,
    clientId,
    clientSecret,
    world,
    faults,
    calls,
    on: (...[event, listener]: OnArguments) => (event === 'call' ? calls.onCall(listener) : world.onChange(listener)),
    setTokenTtl: (seconds) => {
      ttl = seconds;
    },
    expireTokens: oauth.expireAll,
    tokensIssued: oauth.issued,
    peak: () => peak,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type OnArguments = ['call', (call: SeenCall) => void] | ['change', (change: WorldChange) => void];

function makeWorld({ seed, generate }: StartDomoOptions, now: () => Date): World {
  const world = createWorld(now);
  if (seed === 'empty') world.addUser({ id: seeded.support, name: 'DomoSupport', role: 'Admin' });
  else seedWorld(world);
  if (generate) generateWorld(world, generate);
  return world;
}

async function readIncoming(request: IncomingMessage): Promise<Incoming> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > bodyLimit) throw new Error('The body is too large');
    chunks.push(chunk);
  }
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    body: Buffer.concat(chunks).toString('utf8'),
    contentType: request.headers['content-type'] ?? '',
    authorization: request.headers.authorization,
    datasetId: /^\/v1\/datasets\/([^/]+)/.exec(url.pathname)?.[1],
  };
}

function send(response: ServerResponse, sent: Interference): void {
  if (sent === 'hang') return;
  if (sent === 'reset') return void response.socket?.resetAndDestroy();
  if (sent === 'endless' || sent === 'endless, packed') {
    sendEndless(response, sent === 'endless, packed');
    return;
  }
  const { status, json, text, headers } = sent;
  const body = text?.body ?? (json === undefined ? '' : JSON.stringify(json));
  const type = text?.type ?? 'application/json;charset=utf-8';
  response.writeHead(status, { ...(body ? { 'Content-Type': type } : {}), ...headers });
  response.end(body);
}

/** Until whoever reads it hangs up. */
function sendEndless(response: ServerResponse, packed: boolean): void {
  const spaces = Readable.from(
    (function* () {
      for (;;) yield Buffer.alloc(2 ** 20, ' ');
    })(),
  );
  response.writeHead(200, { 'Content-Type': 'application/json', ...(packed && { 'Content-Encoding': 'gzip' }) });
  const done = () => undefined;
  if (packed) pipeline(spaces, createGzip(), response, done);
  else pipeline(spaces, response, done);
}

function toeOf(sent: Interference): string | undefined {
  if (typeof sent === 'string' || typeof sent.json !== 'object' || sent.json === null) return undefined;
  return 'toe' in sent.json ? String(sent.json.toe) : undefined;
}
