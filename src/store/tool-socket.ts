import { chmodSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { type PGlite, types } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pg-proxy';
import { z } from 'zod';
import { StartupError } from '../errors.ts';
import { anothersDirectory } from './data-dir-lock.ts';
import type { Reader } from './database.ts';

import * as tables from './tables.ts';

const question = z.object({ sql: z.string(), params: z.array(z.json()) });
const answer = z.union([z.object({ rows: z.array(z.array(z.json())) }), z.object({ problem: z.string() })]);

/** As drizzle reads them: it makes the dates itself. */
const parsers = {
  [types.TIMESTAMP]: (value: string) => value,
  [types.TIMESTAMPTZ]: (value: string) => value,
  [types.INT8]: (value: string) => value,
};

/** The longest path that every system takes for a socket (macOS: 104 bytes with the final NUL). */
const longestPath = 103;

function socketPath(dataDir: string): string {
  return join(dataDir, 'tools.sock');
}

/**
 * Answers the command-line tools beside a running service: HTTP on a socket that only this user may open. Each request
 * is one statement in a read-only transaction of its own, begun and ended here. So a tool that hangs or is killed holds
 * nothing, and never gets between the statements of a transaction of ours, as it would with PostgreSQL's own protocol
 * on PGlite's one connection. The caller holds the lock of `dataDir`.
 */
export async function serveTools(client: PGlite, dataDir: string): Promise<{ close(): Promise<void> }> {
  const path = socketPath(dataDir);
  if (Buffer.byteLength(path) > longestPath) {
    throw new StartupError([`${path} is too long for a socket. Set a shorter DATA_DIR.`]);
  }
  // Left by a process that was killed: the lock says that no live one listens on it.
  rmSync(path, { force: true });

  const server = createServer(async (incoming, outgoing) => {
    const reply = await ask(client, incoming).catch((error: unknown) => ({
      problem: error instanceof Error ? error.message : String(error),
    }));
    outgoing.setHeader('content-type', 'application/json');
    outgoing.end(JSON.stringify(reply));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  chmodSync(path, 0o600);
  // It serves while something else keeps the process up.
  server.unref();

  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function ask(client: PGlite, incoming: NodeJS.ReadableStream): Promise<{ rows: unknown[] }> {
  const { sql, params } = question.parse(await json(incoming));
  return client.transaction(async (tx) => {
    await tx.exec('SET TRANSACTION READ ONLY');
    const { rows } = await tx.query<unknown[]>(sql, params, { rowMode: 'array', parsers });
    return { rows };
  });
}

/**
 * The database of the service that runs on `dataDir`, or undefined when none listens there. Throws `StartupError` when this
 * user may not open its socket.
 */
export async function connectTool(dataDir: string): Promise<Reader | undefined> {
  const path = socketPath(dataDir);
  const listens = await post(path, { sql: 'select 1', params: [] }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') return false;
      throw error.code === 'EACCES' ? anothersDirectory(dataDir, error) : error;
    },
  );
  if (!listens) return undefined;
  return drizzle(
    async (sql, params) => {
      const reply = answer.parse(await post(path, { sql, params }));
      if ('problem' in reply) throw new Error(reply.problem);
      return reply;
    },
    { schema: tables },
  );
}

function post(socketPath: string, body: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ socketPath, method: 'POST' }, (incoming) => json(incoming).then(resolve, reject));
    outgoing.on('error', reject);
    outgoing.end(JSON.stringify(body));
  });
}
