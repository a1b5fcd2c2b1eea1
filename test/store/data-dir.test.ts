import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { exportAudit } from '../../src/audit/export.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { lockDataDir } from '../../src/store/data-dir-lock.ts';
import { openPglite, pgliteDirectory } from '../../src/store/pglite.ts';
import { openForTool } from '../../src/store/tool-database.ts';
import { overwrite } from '../support/overwrite.ts';
import { preparedPgliteDirectory } from '../support/prepared-database.ts';
import { until } from '../support/until.ts';

let dataDir: string;
const processes: ChildProcess[] = [];
beforeAll(() => preparedPgliteDirectory(), 60_000);
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'steward-'));
});
afterEach(async () => {
  await Promise.all(processes.splice(0).map(kill));
  rmSync(dataDir, { recursive: true });
});

/** Another process that has the directory and writes to it all the time. */
async function startProcess(): Promise<ChildProcess> {
  cpSync(await preparedPgliteDirectory(), pgliteDirectory(dataDir), { recursive: true });
  const child = spawnProcess();
  await once(child.stdout, 'data');
  return child;
}

function spawnProcess() {
  const script = join(import.meta.dirname, '../support/steward-process.ts');
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'], env: {} });
  processes.push(child);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test('a directory is one owner at a time', () => {
  const lock = lockDataDir(dataDir);
  expect(() => lockDataDir(dataDir)).toThrow(`Another process is using ${dataDir}.`);
  lock.release();
  lockDataDir(dataDir).release();
});

test('a directory that cannot be made is named', () => {
  const file = join(dataDir, 'file');
  writeFileSync(file, '');
  expect(() => lockDataDir(join(file, 'data'))).toThrow("I can't write to");
});

test('is refused while a live process has it, read by tools meanwhile, and free after a kill', async () => {
  const child = await startProcess();
  await expect(openPglite(dataDir)).rejects.toThrow('Another process is using');
  expect(statSync(join(dataDir, 'tools.sock')).mode & 0o777).toBe(0o600);

  const tool = await openForTool({ dataDir });
  const seen = await verifyAudit(tool.db);
  expect(seen).toMatchObject({ ok: true });
  let exported = 0;
  for await (const line of exportAudit(tool.db, 'jsonl')) exported += line.length > 0 ? 1 : 0;
  // What the process has written meanwhile is in it too.
  expect(exported).toBeGreaterThanOrEqual(seen.ok ? seen.entries : Number.POSITIVE_INFINITY);
  await tool.close();

  await kill(child);
  const after = await openForTool({ dataDir });
  const verdict = await verifyAudit(after.db);
  expect(verdict).toMatchObject({ ok: true });
  // An entry in every transaction, or two: never one.
  expect(verdict.ok && verdict.entries % 2).toBe(0);
  await after.close();
});

test.each([
  ['its control file is broken', (directory: string) => writeFileSync(join(directory, 'global/pg_control'), 'x')],
  ['its tables are gone', (directory: string) => rmSync(join(directory, 'base'), { recursive: true })],
  [
    'it is no directory',
    (directory: string) => {
      rmSync(directory, { recursive: true });
      writeFileSync(directory, '');
    },
  ],
  ['its version is gone, and all else is there', (directory: string) => rmSync(join(directory, 'PG_VERSION'))],
  ['what its tables hold is garbage', (directory: string) => ownTables(directory).forEach(overwrite)],
])(
  'a damaged one is told in a sentence: %s',
  async (_, harm) => {
    cpSync(await preparedPgliteDirectory(), pgliteDirectory(dataDir), { recursive: true });
    harm(pgliteDirectory(dataDir));
    const damaged = {
      name: 'StartupError',
      problems: [expect.stringContaining(`The database in ${dataDir} is damaged`)],
    };
    await expect(openPglite(dataDir)).rejects.toMatchObject(damaged);
    await expect(openForTool({ dataDir })).rejects.toMatchObject(damaged);
  },
  30_000,
);

/** The files of tables and indexes that are not PostgreSQL's own. */
function ownTables(directory: string): string[] {
  const files = readdirSync(join(directory, 'base'), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => Number(basename(file)) >= 16_384).map((file) => join(directory, 'base', file));
}

test('a new one says that it is', async () => {
  cpSync(await preparedPgliteDirectory(), pgliteDirectory(dataDir), { recursive: true });
  const there = await openPglite(dataDir);
  expect(there.isNew).toBe(false);
  await there.close();
  rmSync(pgliteDirectory(dataDir), { recursive: true });
  const emptied = await openPglite(dataDir);
  expect(emptied.isNew).toBe(true);
  await emptied.close();
}, 30_000);

test('a first start that is killed while the database is made leaves nothing in the way of the next', async () => {
  const child = spawnProcess();
  const made = () => readdirSync(dataDir, { recursive: true, withFileTypes: true });
  await until(() => made().filter((entry) => entry.isFile()).length > 100);
  await kill(child);
  const database = await openPglite(dataDir);
  expect(database.isNew).toBe(true);
  await database.close();
  expect(readdirSync(dataDir)).not.toContain('database.unfinished');
}, 60_000);

describe('a tool beside a running service', () => {
  function ask(body: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const outgoing = request({ socketPath: join(dataDir, 'tools.sock'), method: 'POST' }, async (incoming) =>
        resolve(JSON.parse((await incoming.toArray()).join(''))),
      );
      outgoing.on('error', reject).end(body);
    });
  }

  test('writes nothing, keeps no transaction open, and may die at any moment', async () => {
    await startProcess();
    expect(await ask(JSON.stringify({ sql: `insert into settings values ('a', 'b')`, params: [] }))).toEqual({
      problem: 'cannot execute INSERT in a read-only transaction',
    });
    expect(await ask(JSON.stringify({ sql: 'select nonsense', params: [] }))).toHaveProperty('problem');
    expect(await ask('not JSON')).toHaveProperty('problem');
    for (const sql of ['begin', 'commit', 'rollback', 'select pg_advisory_lock(7201002)']) {
      expect(await ask(JSON.stringify({ sql, params: [] }))).toHaveProperty('rows');
    }

    const abandoned = request({ socketPath: join(dataDir, 'tools.sock'), method: 'POST' }).on('error', () => {});
    abandoned.write('{"sql":"select * from audit, generate_series(1, 1000)"');
    await once(abandoned, 'socket');
    abandoned.end(',"params":[]}', () => abandoned.destroy());

    // The process goes on writing.
    const before = await verify();
    while ((await verify()) === before);
  });

  async function verify(): Promise<number> {
    const tool = await openForTool({ dataDir });
    const verdict = await verifyAudit(tool.db);
    if (!verdict.ok) throw new Error(verdict.why);
    return verdict.entries;
  }

  test('says so when there is no database, and makes none', async () => {
    const none = `There is no database in ${dataDir}.`;
    await expect(openForTool({ dataDir })).rejects.toThrow(none);
    mkdirSync(pgliteDirectory(dataDir));
    await expect(openForTool({ dataDir })).rejects.toThrow(none);
    expect(readdirSync(pgliteDirectory(dataDir))).toEqual([]);
  });
});
