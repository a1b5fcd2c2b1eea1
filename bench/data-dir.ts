import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import pg from 'pg';

/** Set: each app of the bench has a database of its own on this PostgreSQL server. Unset: an embedded one. */
export const server = process.env.DATABASE_URL;

/** The URL of the database that belongs to a data directory; undefined: it is in it. */
export function databaseUrlOf(dataDir: string): string | undefined {
  if (server === undefined) return undefined;
  const url = new URL(server);
  url.pathname = `/${basename(dataDir)}`;
  return url.href;
}

export async function newDataDir(): Promise<string> {
  const dataDir = await emptyDir();
  await onServer(`create database ${quoted(dataDir)}`);
  return dataDir;
}

/** A directory of its own with the database of another one, whose app has ended. */
export async function copyDataDir(dataDir: string): Promise<string> {
  const copy = await emptyDir();
  if (server === undefined) await cp(join(dataDir, 'database'), join(copy, 'database'), { recursive: true });
  await onServer(`create database ${quoted(copy)} template ${quoted(dataDir)}`);
  return copy;
}

export async function removeDataDir(dataDir: string): Promise<void> {
  await rm(dataDir, { recursive: true, force: true });
  await onServer(`drop database if exists ${quoted(dataDir)} with (force)`);
}

function emptyDir(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'domo-steward-bench-'));
}

function quoted(dataDir: string): string {
  return `"${basename(dataDir)}"`;
}

async function onServer(statement: string): Promise<void> {
  if (server === undefined) return;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
