import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { readBody } from '../read-body.ts';
import type { Incoming } from './api.ts';
import type { CallLog } from './calls.ts';
import type { Faults } from './faults.ts';
import { type Interference, interfere, onTheWay } from './interference.ts';
import type { Reply } from './reply.ts';

export interface HttpOptions {
  /** 0: any free one. */
  port: number;
  faults: Faults;
  calls: CallLog;
  now: () => Date;
  answer: (incoming: Incoming) => Reply;
}

export interface HttpServer {
  url: string;
  /** Most requests under way at once so far. */
  peak(): number;
  close(): Promise<void>;
}

/** Largest body that is read, in bytes: far above 1,000 columns. */
const bodyLimit = 10_000_000;

/** Listens on loopback, lets faults strike, and notes each call. Rejects when the port is in use. */
export async function listenOnLoopback({ port, faults, calls, now, answer }: HttpOptions): Promise<HttpServer> {
  let open = 0;
  let peak = 0;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    open += 1;
    peak = Math.max(peak, open);
    const started = performance.now();
    const incoming = await readIncoming(request);
    const before = await interfere(faults, incoming, 'before');
    const reply = before ?? answer(incoming);
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
  await once(server.listen(port, '127.0.0.1'), 'listening');
  const { port: bound } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${bound}`,
    peak: () => peak,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The dataset that a path of either API is about. */
function datasetIdIn(path: string): string | undefined {
  return /^\/(?:v1\/datasets|api\/.*?\/(?:datasources|data-control|DATA_SOURCE|dataset))\/(?!bulk\b|ownedBy\b)([\w-]+)/.exec(
    path,
  )?.[1];
}

async function readIncoming(request: IncomingMessage): Promise<Incoming> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const body = await readBody(request, bodyLimit);
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    body: body.toString('utf8'),
    contentType: request.headers['content-type'] ?? '',
    headers: request.headers,
    datasetId: datasetIdIn(url.pathname),
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
