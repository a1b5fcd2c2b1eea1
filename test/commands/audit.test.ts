import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { appendAudit } from '../../src/audit/append.ts';
import { audit } from '../../src/commands/audit.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { freshStorage, testStorage } from '../support/database.ts';
import { runCommand } from '../support/run-command.ts';

const key = 'a key of more than sixteen characters';
const storage = freshStorage();
beforeEach(async () => {
  const database = await openDatabase(storage.config);
  for (const event of ['submitted', 'approved']) {
    const entry = { event, number: 42, detail: { reason: '=1+1' } };
    await database.transaction((tx) => appendAudit(tx, entry, { key, now: new Date('2026-01-02T03:04:05Z') }));
  }
  await database.close();
});

function run(args: string[], env: Record<string, string> = {}) {
  const { dataDir, databaseUrl } = storage.config;
  // An auditor has no tokens.
  const settings = {
    DATA_DIR: dataDir,
    AUDIT_KEY: key,
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
  };
  return runCommand(audit, args, { ...settings, ...env });
}

describe('audit verify', () => {
  test('tells how many entries there are, and the head to compare', async () => {
    const { code, out } = await run(['verify']);
    expect(out).toMatch(/✓ 2 entries/);
    expect(out).toMatch(/Head: [0-9a-f]{64}/);
    expect(out).toContain('Keyed with AUDIT_KEY from entry 1 on.');
    expect(out).toContain('npm run audit -- verify HASH');
    expect(code).toBe(0);
  });

  test('says which entry a posted head is, and which one is not there', async () => {
    const { out: first } = await run(['verify']);
    const head = first.match(/Head: ([0-9a-f]{64})/)?.[1] ?? '';
    const found = await run(['verify', head.toUpperCase()]);
    expect(found.out).toContain(`✓ ${head} is entry 2.`);
    expect(found.code).toBe(0);
    const short = await run(['verify', head.slice(0, 16)]);
    expect(short.out).toContain(`✓ ${head.slice(0, 16)} is entry 2.`);
    await expect(run(['verify', head.slice(0, 15)])).rejects.toThrow('16 to 64 of its hex digits');
    const missing = await run(['verify', head, 'f'.repeat(64)]);
    expect(missing.out).toContain(`✗ ${'f'.repeat(64)} is not in this chain.`);
    expect(missing.code).toBe(1);
  });

  test('takes entries without a key only where it is told when keying began', async () => {
    const other = await testStorage();
    const database = await openDatabase(other.config);
    for (const given of [undefined, key]) {
      const at = { key: given, now: new Date('2026-01-02T03:04:05Z') };
      await database.transaction((tx) => appendAudit(tx, { event: 'submitted', detail: {} }, at));
    }
    await database.close();
    const { dataDir, databaseUrl = '' } = other.config;
    const there = { DATA_DIR: dataDir, DATABASE_URL: databaseUrl };
    const strict = await run(['verify'], there);
    expect(strict.out).toMatch(
      /✗ The audit log is broken at entry 1\. It was written without AUDIT_KEY\.\n.*--keyed-from N/,
    );
    expect(strict.code).toBe(1);
    const told = await run(['verify', '--keyed-from', '2'], there);
    expect(told.out).toContain('Keyed with AUDIT_KEY from entry 2 on.');
    expect(told.code).toBe(0);
    await other.remove();
  });
});

describe('audit export', () => {
  test('writes CSV for reading and JSONL for checking', async () => {
    const csv = await run(['export']);
    expect(csv.out.split('\n')[0]).toMatch(/^seq,at,event,/);
    expect(csv.out.trimEnd().split('\n')).toHaveLength(3);
    const lines = await run(['export', '--format', 'jsonl']);
    expect(
      lines.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).entry.event),
    ).toEqual(['submitted', 'approved']);
    expect(lines.code).toBe(0);
  });

  test('writes only what is about a request, or not older than a day', async () => {
    const rows = async (...args: string[]) => (await run(['export', ...args])).out.trimEnd().split('\n').length - 1;
    expect(await rows('--request', '42')).toBe(2);
    expect(await rows('--request', '#43')).toBe(0);
    expect(await rows('--since', '2026-01-02')).toBe(2);
    expect(await rows('--since', '2026-01-03')).toBe(0);
    expect(await rows('--request', '42', '--since', '1h')).toBe(0);
  });
});

describe('what is asked wrongly', () => {
  test('gets the usage', async () => {
    const { code, err } = await run(['export', 'everything']);
    expect(err).toContain('npm run audit -- verify');
    expect(code).toBe(1);
    await expect(run(['export', '--format', 'xml'])).rejects.toMatchObject({
      name: 'StartupError',
      problems: [expect.stringContaining('csv or jsonl, not "xml"'), expect.anything()],
    });
    await expect(run(['verify', '--keyed-from', '0'])).rejects.toThrow('the number of an entry, not "0"');
    await expect(run(['verify', '--format', 'jsonl'])).rejects.toThrow('--format is for export');
    await expect(run(['export', '--keyed-from', '2'])).rejects.toThrow('--keyed-from is for verify');
    await expect(run(['export', '--request', 'all'])).rejects.toThrow('the number of a request, not "all"');
    await expect(run(['export', '--since', '2026-02-31'])).rejects.toThrow('30d, 12h or 2026-10-01, not "2026-02-31"');
    await expect(run(['verify', '--since', '1d'])).rejects.toThrow('--since is for export');
    await expect(run(['verify', 'abc'])).rejects.toThrow('"abc" isn\'t an entry\'s hash');
  });

  test('is no question for help', async () => {
    for (const args of [['--help'], ['verify', '--help'], ['export', '-h']]) {
      const { code, out, err } = await run(args);
      expect(out).toContain('npm run audit -- verify');
      expect({ code, err }).toEqual({ code: 0, err: '' });
    }
  });

  test('a server that is away is a sentence with its reason, and without the password', async () => {
    const away = run(['verify'], { DATABASE_URL: 'postgres://auditor:hush@127.0.0.1:9/steward' });
    const error = await away.catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ name: 'StartupError', message: expect.stringContaining('connect ECONNREFUSED') });
    expect(String(error)).not.toContain('hush');
  });

  test('a directory without a database is a sentence', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'steward-empty-'));
    const elsewhere = { DATA_DIR: empty, DATABASE_URL: '' };
    await expect(run(['verify'], elsewhere)).rejects.toMatchObject({ name: 'StartupError' });
    await rm(empty, { recursive: true });
  });
});

test('audit verify names the first entry that does not fit', async () => {
  const database = await openDatabase(storage.config);
  await database.db.execute(sql`alter table audit disable trigger all`);
  await database.db.execute(sql`update audit set number = 43 where seq = 2`);
  await database.close();
  const { code, out } = await run(['verify']);
  expect(out).toContain('✗ The audit log is broken at entry 2.');
  expect(code).toBe(1);
});

describe('audit erase', () => {
  test('takes names away from the log, and says where they still are', async () => {
    const other = await testStorage();
    const database = await openDatabase(other.config);
    const entry = { event: 'vote', actor: { slackId: 'U0ADA', name: 'Ada', domoId: 27 }, detail: {} };
    await database.transaction((tx) => appendAudit(tx, entry, { key, now: new Date('2026-01-02T03:04:05Z') }));
    await database.close();
    const { dataDir, databaseUrl = '' } = other.config;
    const there = { DATA_DIR: dataDir, DATABASE_URL: databaseUrl };
    expect((await run(['export'], there)).out).toContain('Ada');
    const { out, code } = await run(['erase', 'U0ADA', '27'], there);
    expect(out).toContain('✓ Erased 1 of their names, and 0 texts');
    expect(out).toContain('Requests, plans and votes still contain them');
    expect(code).toBe(0);
    expect((await run(['export'], there)).out).not.toContain('Ada');
    expect((await run(['verify'], there)).out).toContain('✓ 2 entries');
    await other.remove();
  });

  test('wants ids', async () => {
    await expect(run(['erase', 'Ada'])).rejects.toThrow('"Ada" is neither a Slack id');
    expect((await run(['erase'])).code).toBe(1);
  });
});
