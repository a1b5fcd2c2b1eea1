import { createHash, randomUUID } from 'node:crypto';
import { existsSync, globSync, openAsBlob, readFileSync } from 'node:fs';
import { link, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { createJobs } from '../../src/jobs/pg-boss.ts';
import type { Database } from '../../src/store/database.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { createPglite, usePglite } from '../../src/store/pglite.ts';
import { asServer, databaseOn } from './postgres-server.ts';

const root = join(import.meta.dirname, '../..');

/** All that a prepared database is made of: another one of these, another database. */
const ingredients = [
  ...globSync('src/store/migrations/*.sql', { cwd: root }).toSorted(),
  'src/jobs/queues.ts',
  'test/support/prepared-database.ts',
  'node_modules/pg-boss/package.json',
  'node_modules/@electric-sql/pglite/package.json',
];

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of ingredients) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 16);
}

async function install(database: Database): Promise<void> {
  const jobs = createJobs(database, { logger: pino({ level: 'silent' }) });
  await jobs.start();
  await jobs.stop(1_000);
}

/** PGlite takes seconds to make a database and tenths to load one: it is made once a machine and release. */
export async function preparedPgliteDump(): Promise<Blob> {
  const path = await madeOnce('tar', link, async (own) => {
    const client = await createPglite({});
    const database = await usePglite(client);
    await install(database);
    await database.maintain();
    // Two thirds of the files, and nobody makes another database here.
    await client.exec(`update pg_database set datistemplate = false`);
    for (const name of ['template0', 'template1']) await client.exec(`drop database ${name}`);
    await client.exec('CHECKPOINT');
    await writeFile(own, (await client.dumpDataDir('none')).stream());
    await database.close();
  });
  return openAsBlob(path);
}

/** The same as a directory, to be copied. */
export function preparedPgliteDirectory(): Promise<string> {
  return madeOnce('directory', rename, async (own) => {
    const loadDataDir = await preparedPgliteDump();
    const client = await createPglite({ dataDir: own, loadDataDir });
    await client.close();
  });
}

/** `place`: puts what was made where it belongs, and fails when it is there already. */
async function madeOnce(
  kind: string,
  place: (from: string, to: string) => Promise<void>,
  make: (path: string) => Promise<void>,
): Promise<string> {
  const path = join(tmpdir(), `steward-test-${fingerprint()}.${kind}`);
  if (existsSync(path)) return path;
  // Two tests may do this at once: each puts a whole one into place, and the second leaves the first one's there, which
  // may be in use.
  const own = `${path}.${randomUUID()}`;
  await make(own);
  await place(own, path).catch(() => undefined);
  await rm(own, { recursive: true, force: true });
  return path;
}

/** The same on a server, as a template that is copied. */
export async function preparedPostgresDatabase(serverUrl: string): Promise<string> {
  const name = `steward_template_${fingerprint()}`;
  await asServer(serverUrl, async (client) => {
    // Test processes wait for the first one to make it; the lock ends with the connection.
    await client.query('select pg_advisory_lock(hashtext($1))', [name]);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 1) return;
    const unfinished = `${name}_unfinished`;
    await client.query(`drop database if exists ${unfinished} with (force)`);
    await client.query(`create database ${unfinished}`);
    const database = await openDatabase({ databaseUrl: databaseOn(serverUrl, unfinished), dataDir: '' });
    await install(database);
    await database.close();
    await client.query(`alter database ${unfinished} rename to ${name}`);
  });
  return name;
}
