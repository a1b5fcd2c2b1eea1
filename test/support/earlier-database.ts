import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../src/config.ts';
import { createPglite, pgliteDirectory } from '../../src/store/pglite.ts';
import { asServer, databaseOn } from './postgres-server.ts';

/** Puts the database that an earlier release left in the place of the one of a stopped app. */
export async function bringDatabaseOf(release: string, { url, dataDir }: Config['database']): Promise<void> {
  const sql = await readFile(join(import.meta.dirname, '../fixtures', release, 'database.sql'), 'utf8');
  if (url === undefined) {
    await rm(pgliteDirectory(dataDir), { recursive: true });
    const client = await createPglite({ dataDir: pgliteDirectory(dataDir) });
    await client.exec(sql);
    await client.close();
    return;
  }
  const name = new URL(url).pathname.slice(1);
  await asServer(databaseOn(url, 'postgres'), async (client) => {
    await client.query(`drop database ${name} with (force)`);
    await client.query(`create database ${name}`);
  });
  await asServer(url, (client) => client.query(sql));
}
