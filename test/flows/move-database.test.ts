import { verifyAudit } from '../../src/audit/verify.ts';
import { database } from '../../src/commands/database.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { onServer, type TestStorage, testStorage } from '../support/database.ts';
import { sharedDirectory } from '../support/directory.ts';
import { addLeavers, approveUntil, ask, askAndSee, firstLeaver } from '../support/requests.ts';
import { runCommand } from '../support/run-command.ts';
import { ended, type Steward, startSteward } from '../support/steward.ts';

onServer('from the embedded database to PostgreSQL by one command', () => {
  let server: TestStorage;
  let steward: Steward;

  afterAll(async () => {
    await steward.close();
    await server.remove();
  });

  const directory = sharedDirectory();

  beforeAll(async () => {
    server = await testStorage();
    const env = { DATABASE_URL: '', DATA_DIR: directory.path };
    steward = await startSteward({ env, world: (world) => addLeavers(world, 4, 3) });
  }, 90_000);

  const move = async (env: Record<string, string | undefined> = {}) => {
    const DATABASE_URL = server.config.databaseUrl;
    const own = { DATA_DIR: directory.path, DATABASE_URL, AUDIT_KEY: steward.config.auditKey, ...env };
    return runCommand(database, ['move'], own);
  };

  test('beside the running service it is refused', async () => {
    await expect(move()).rejects.toThrow(/Another process is using/);
  });

  test('requests, votes, cards, jobs and the log go along, and what was under way goes on', async () => {
    const { slack, domo, config } = steward;
    const done = await askAndSee(steward, { from: firstLeaver });
    await approveUntil(steward, done.card, { verified: 3 });
    const waiting = await askAndSee(steward, { from: firstLeaver + 1 });
    const running = await askAndSee(steward, { from: firstLeaver + 2 });
    const away = domo.faults.add({ kind: 'status', status: 503 }, { path: '/v1/datasets', skip: 3 });
    await approveUntil(steward, running.card, /Paused/);
    await steward.stop();

    await expect(move({ AUDIT_KEY: 'another key than that' })).rejects.toThrow(/AUDIT_KEY is not the one/);
    const { code, out } = await move();
    expect(code).toBe(0);
    expect(out).toMatch(/✓ \d+ rows are in PostgreSQL now/);
    await expect(move()).rejects.toThrow(/has requests or an audit log already/);

    away.remove();
    Object.assign(config.database, { url: server.config.databaseUrl });
    await steward.start();
    await slack.as('emmy').seesChange(running.card, ended({ verified: 3 }));
    await approveUntil(steward, waiting.card, { verified: 3 });
    expect(await ask(steward, { from: firstLeaver + 3 })).toBe(4);
    await slack.as('emmy').asks('/domo-owner history 28', /#1 · owner/);
    await steward.stop();
    const opened = await openDatabase({ databaseUrl: server.config.databaseUrl, dataDir: directory.path });
    expect(await verifyAudit(opened.db, { key: config.auditKey })).toMatchObject({ ok: true, guarded: true });
    await opened.close();
  }, 120_000);
});
