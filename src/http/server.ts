import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { coerceError, StartupError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from './metrics.ts';
import { readBody } from './read-body.ts';

/** Each thing that must have been reached once, and how it stands, in words for an operator. */
export interface Readiness {
  ok: boolean;
  checks: Record<string, string>;
}

export interface HttpServerOptions {
  /** 0: any free port; `port` of the started server says which. */
  port: number;
  /** Default: every interface. */
  host?: string | undefined;
  logger: Logger;
  health: { ready(): Promise<Readiness> };
  /** Deliveries are measured here; in Socket Mode the Slack side does it. */
  metrics: Pick<Metrics, 'registry' | 'slackDelivery'>;
  /** Bolt's `receiver.requestListener`; absent in Socket Mode, where `/slack/events` is not found. */
  slackEvents?: RequestListener | undefined;
  /** Whether what a delivery leads to can run already: the server is up before the rest. */
  takesDeliveries: () => boolean;
  /** What requests under way get at `stop()` before their connections are cut, in ms. */
  graceMs?: number | undefined;
  /** How long a request may take to arrive whole, in ms; default 10,000: a delivery by Slack arrives at once. */
  arriveMs?: number | undefined;
}

export interface HttpServer {
  /** Throws a StartupError when the port cannot be had. */
  start(): Promise<void>;
  /** Takes no new connection, lets requests under way finish, and does not wait for idle keep-alive connections. */
  stop(): Promise<void>;
  /** The port it listens on. */
  readonly port: number;
}

/** Slack's largest payload carries a view of 250 kB, percent-encoded; this leaves room. */
const bodyLimitBytes = 2 * 1024 * 1024;

/**
 * A proxy that keeps connections longer than we do sends a delivery into one that we just closed, and Slack sees a 502.
 * Longer than what AWS (60 s), nginx (60 s) and Google Cloud (600 s) keep.
 */
const keepAliveMs = 620_000;

/** The one HTTP server: `/healthz`, `/readyz`, `/metrics`, and Slack's deliveries, handed to Bolt, at `POST /slack/events`. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { logger, health, metrics, slackEvents } = options;
  const underWay = new Set<ServerResponse>();
  const { arriveMs = 10_000 } = options;
  const limits = { requestTimeout: arriveMs, headersTimeout: arriveMs, connectionsCheckingInterval: arriveMs / 5 };
  const server = createServer({ ...limits, keepAliveTimeout: keepAliveMs });
  let stopping = false;

  server.on('request', (req, res) => {
    underWay.add(res);
    res.on('close', () => underWay.delete(res));
    if (stopping) res.setHeader('connection', 'close');
    answer(req, res).catch((thrown: unknown) => {
      logger.error({ err: coerceError(thrown), path: req.url }, 'an HTTP request failed');
      if (!res.headersSent) sendJson(res, 500, { error: 'internal error' });
      else res.destroy();
    });
  });

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const path = (req.url ?? '').split('?', 1)[0];
    const reading = req.method === 'GET' || req.method === 'HEAD';
    if (reading && path === '/healthz') return sendJson(res, 200, { ok: true });
    if (reading && path === '/readyz') return sendReadiness(res);
    if (reading && path === '/metrics') return sendMetrics(res);
    if (req.method === 'POST' && path === '/slack/events' && slackEvents) return deliver(req, res, slackEvents);
    sendJson(res, 404, { error: 'not found' });
  }

  async function sendReadiness(res: ServerResponse): Promise<void> {
    const readiness = await health.ready();
    sendJson(res, readiness.ok ? 200 : 503, { ok: readiness.ok, checks: readiness.checks });
  }

  async function sendMetrics(res: ServerResponse): Promise<void> {
    const text = await metrics.registry.metrics();
    res.writeHead(200, { 'content-type': metrics.registry.contentType }).end(text);
  }

  async function deliver(req: IncomingMessage, res: ServerResponse, listener: RequestListener): Promise<void> {
    // Slack tells the person that this did not work, and sends events again.
    if (!options.takesDeliveries()) return sendJson(res, 503, { error: 'starting or stopping' });
    const arrived = performance.now();
    res.on('finish', () => metrics.slackDelivery((performance.now() - arrived) / 1000));
    const rawBody = await readBody(req, bodyLimitBytes);
    if (rawBody === 'too large') {
      // The rest of the body is not read, so the connection cannot serve another request.
      res.setHeader('connection', 'close');
      return sendJson(res, 413, { error: `a delivery has at most ${bodyLimitBytes} bytes` });
    }
    // Bolt takes a body that was read already from `rawBody`, as on platforms that hand over whole requests.
    listener(Object.assign(req, { rawBody }), res);
  }

  return {
    async start() {
      await new Promise<void>((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, options.port)));
        server.listen(options.port, options.host, resolve);
      });
      server.removeAllListeners('error').on('error', (err) => logger.error({ err }, 'the HTTP server failed'));
      logger.info({ port: this.port }, 'listening');
    },
    async stop() {
      if (!server.listening) return;
      stopping = true;
      for (const res of underWay) if (!res.headersSent) res.setHeader('connection', 'close');
      const cut = setTimeout(() => server.closeAllConnections(), options.graceMs ?? 3_000);
      await new Promise<void>((resolve) => server.close(() => resolve()));
      clearTimeout(cut);
    },
    get port() {
      return (server.address() as AddressInfo | null)?.port ?? options.port;
    },
  };
}

function sendJson(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function explain(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new StartupError([`Port ${port} is taken by another process: stop that one, or set PORT.`], error);
  }
  if (error.code === 'EACCES')
    return new StartupError([`Port ${port} can't be used here: set PORT above 1023.`], error);
  return error;
}
