import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type TestStorage, testStorage } from '../support/database.ts';
import { asServer, databaseOn } from '../support/postgres-server.ts';
import { addLeavers, approveUntil, askAndSee, auditLines, firstLeaver } from '../support/requests.ts';
import { type Steward, startSteward } from '../support/steward.ts';

// The commands of docs/operations.md: a copy of the directory while the app is stopped, or `pg_dump` beside it.

const run = promisify(execFile);
const server = process.env.TEST_DATABASE_URL;
let steward: Steward;
let storage: TestStorage;
let backup: string;

beforeAll(async () => {
  steward = await startSteward({ world: (world) => addLeavers(world, 2) });
  storage = await testStorage();
  backup = await mkdtemp(join(tmpdir(), 'steward-backup-'));
});

afterAll(async () => {
  await steward.close();
  await storage.remove();
  await rm(backup, { recursive: true });
});

async function makeBackup(): Promise<void> {
  const { url, dataDir } = steward.config.database;
  if (url !== undefined) {
    await run('pg_dump', ['--format=custom', `--file=${join(backup, 'dump')}`, url]);
    return;
  }
  await steward.stop();
  await cp(dataDir, join(backup, 'data'), { recursive: true });
  await steward.start();
}

/** Onto another place, as on a new machine. */
async function restore(): Promise<void> {
  const { database } = steward.config;
  if (server === undefined || storage.config.databaseUrl === undefined) {
    Object.assign(database, { dataDir: join(backup, 'data') });
    return;
  }
  const name = new URL(storage.config.databaseUrl).pathname.slice(1);
  await asServer(server, async (client) => {
    await client.query(`drop database ${name} with (force)`);
    await client.query(`create database ${name}`);
  });
  const url = databaseOn(server, name);
  await run('pg_restore', ['--no-owner', `--dbname=${url}`, join(backup, 'dump')]);
  Object.assign(database, { url });
}

test('a backup that is restored elsewhere goes on where it was: what was approved after it is asked again', async () => {
  const { slack, domo } = steward;
  const kept = await askAndSee(steward, { from: firstLeaver });
  await makeBackup();
  const entries = (await auditLines(steward)).filter(({ number }) => number === kept.number).length;
  await approveUntil(steward, kept.card, { verified: 2 });
  await steward.stop();

  await restore();
  await steward.start();
  expect((await auditLines(steward)).filter(({ number }) => number === kept.number)).toHaveLength(entries);
  // Its card is painted as the request is by the backup, and Domo shows what was done since.
  await slack.workspace.until(() => slack.as('emmy').now(kept.card).buttons.includes('Approve'));
  const puts = domo.calls.count('PUT');
  await approveUntil(steward, kept.card, { already: 2 });
  expect(domo.calls.count('PUT')).toBe(puts);
}, 120_000);
