import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { HowDropped } from '../faults.ts';
import type { Outcome } from '../types.ts';
import type { Attempt, Transport } from './transport.ts';

const mostConnections = 10;
const pingEveryMs = 10_000;
const goodbyeMs = 500;
/** WebSocket's code for data that are not what they should be. */
const notJson = 1007;

const ack = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });
const envelopeTypes = { command: 'slash_commands', interaction: 'interactive', event: 'events_api' } as const;

export interface SocketTransport extends Transport {
  /** A one-time address for the app to connect to, given the server's `ws:` base. */
  ticket(base: string): string;
  open(): number;
  /** Cuts all connections, after Slack's `disconnect` message or without a word; `frozen` ones stay, and nothing passes. */
  drop(how: HowDropped): void;
}

export interface SocketOptions {
  server: Server;
  appId: string;
  ackMs: number;
  /** How long a connection stays after its end was announced, in ms. */
  leaveMs: number;
  onConnections: (open: number) => void;
}

/** Socket Mode: the app connects to us; each payload goes to any one of its connections. */
export function createSocketTransport({
  server,
  appId,
  ackMs,
  leaveMs,
  onConnections,
}: SocketOptions): SocketTransport {
  const sockets = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const waiting = new Map<string, (outcome: Outcome) => void>();
  /** Those whose end was announced, and those that are frozen. */
  const leaving = new WeakSet<WebSocket>();
  const frozen = new WeakSet<WebSocket>();
  let turn = 0;

  const connections = () => [...sockets.clients].filter((each) => each.readyState === each.OPEN && !frozen.has(each));

  function onUpgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? '';
    if (!tickets.delete(ticket)) {
      stream.destroy();
      return;
    }
    const full = connections().length >= mostConnections;
    sockets.handleUpgrade(request, stream, head, full ? turnAway : welcome);
  }

  function turnAway(socket: WebSocket): void {
    socket.on('error', () => socket.terminate());
    socket.send(goodbye('too_many_websockets'));
    socket.close();
  }

  function letGo(socket: WebSocket): void {
    leaving.add(socket);
    socket.send(goodbye('refresh_requested'));
    const timer = setTimeout(() => socket.close(), leaveMs);
    socket.once('close', () => clearTimeout(timer));
  }

  /** As behind a firewall that forgot it: neither side hears of the other, and neither is told. */
  function freeze(socket: WebSocket): void {
    frozen.add(socket);
    socket.pause();
    onConnections(connections().length);
  }

  /** Where a payload may go: to one that is leaving only while there is no other. */
  function takers(): WebSocket[] {
    const staying = connections().filter((each) => !leaving.has(each));
    return staying.length > 0 ? staying : connections();
  }

  function welcome(socket: WebSocket): void {
    socket.on('message', (data) => {
      // Whatever an app sends costs it its own connection at most.
      if (!onAck(String(data))) socket.close(notJson);
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => onConnections(connections().length));
    const connectionInfo = { connection_info: { app_id: appId }, num_connections: connections().length };
    const debugInfo = { host: 'sandbox', approximate_connection_time: 18_060 };
    socket.send(JSON.stringify({ type: 'hello', ...connectionInfo, debug_info: debugInfo }));
    onConnections(connections().length);
  }

  /** Takes an app's ack; false when what came is no JSON. */
  function onAck(data: string): boolean {
    const message = parseJson(data);
    if (message === undefined) return false;
    const parsed = ack.safeParse(message);
    if (!parsed.success) return true;
    const payload = parsed.data.payload;
    const isEmpty = typeof payload === 'object' && payload !== null && Object.keys(payload).length === 0;
    waiting.get(parsed.data.envelope_id)?.({ ok: true, response: isEmpty ? null : (payload ?? null) });
    return true;
  }

  const pings = setInterval(() => {
    for (const socket of connections()) socket.ping();
  }, pingEveryMs);
  pings.unref();
  server.on('upgrade', onUpgrade);

  return {
    ticket: (base) => {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `${base}/link/?ticket=${ticket}&app_id=${appId}`;
    },
    open: () => connections().length,
    drop: (how) => {
      for (const socket of connections()) {
        if (how === 'silent') socket.terminate();
        else if (how === 'frozen') freeze(socket);
        else letGo(socket);
      }
    },
    send: (attempt) => {
      const open = takers();
      const socket = open[turn++ % Math.max(1, open.length)];
      if (!socket) return Promise.resolve({ ok: false, error: 'connection_failed' });
      return new Promise((resolve) => {
        const id = randomUUID();
        const settle = (outcome: Outcome) => {
          clearTimeout(timer);
          waiting.delete(id);
          resolve(outcome);
        };
        const timer = setTimeout(() => settle({ ok: false, error: 'http_timeout' }), ackMs);
        waiting.set(id, settle);
        socket.send(JSON.stringify(envelope(id, attempt)));
      });
    },
    close: () => {
      clearInterval(pings);
      server.off('upgrade', onUpgrade);
      for (const settle of [...waiting.values()]) settle({ ok: false, error: 'connection_failed' });
      return new Promise((resolve) => {
        // An app that just said goodbye must hear ours: cut off before, Bolt's socket keeps a timer for 30 s.
        for (const socket of sockets.clients) socket.close(1001);
        const terminate = () => {
          for (const socket of sockets.clients) socket.terminate();
        };
        const timer = setTimeout(terminate, goodbyeMs);
        sockets.close(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    },
  };
}

/** Slack's last words to a connection. */
function goodbye(reason: 'refresh_requested' | 'too_many_websockets'): string {
  return JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function envelope(id: string, { kind, payload, attempt, retryReason }: Attempt) {
  return {
    envelope_id: id,
    type: envelopeTypes[kind],
    accepts_response_payload: kind !== 'event',
    payload,
    ...(kind === 'event' && { retry_attempt: attempt, retry_reason: retryReason ?? '' }),
  };
}
