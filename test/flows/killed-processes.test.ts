import { type AppProcess, createAppProcess } from '../../sandbox/app-process.ts';
import { openStage, type Stage } from '../../sandbox/stage.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { onServer, type TestStorage, testStorage } from '../support/database.ts';
import { addLeavers, approve, askAndSee, datasetOf, firstLeaver } from '../support/requests.ts';
import { ended } from '../support/steward.ts';

// An embedded database has one process.
onServer('three processes on one PostgreSQL, killed one after the other in the middle of 300 datasets', () => {
  const datasets = 300;
  const key = 'a key of this test';
  let stage: Stage;
  let storages: TestStorage[];
  let apps: AppProcess[];

  beforeAll(async () => {
    stage = await openStage();
    addLeavers(stage.domo.world, 1, datasets);
    storages = [await testStorage(), await testStorage(), await testStorage()];
    apps = storages.map(({ config: { dataDir } }) =>
      createAppProcess({
        ...stage.env,
        DATA_DIR: dataDir,
        DATABASE_URL: storages[0]?.config.databaseUrl ?? '',
        AUDIT_KEY: key,
        LOG_LEVEL: 'error',
      }),
    );
    for (const app of apps) await app.start();
  }, 120_000);

  afterAll(async () => {
    await Promise.all(apps.map((app) => app.stop()));
    await stage.close();
    for (const storage of storages) await storage.remove();
  });

  test('whoever had it, another goes on within 30 s; each dataset is written once, and everybody hears of it once', async () => {
    const { slack, domo } = stage;
    const emmy = slack.as('emmy');
    const { card, number } = await askAndSee(stage, { from: firstLeaver });
    // So many that the run outlives all three.
    domo.faults.add({ kind: 'slow', ms: 250 }, { method: 'PUT' });
    await approve(stage, card);
    await anotherPut();
    const gaps: number[] = [];
    for (const app of apps) {
      await app.kill();
      const killed = performance.now();
      await anotherPut();
      gaps.push(performance.now() - killed);
      await app.restart();
    }
    domo.faults.clear();
    await emmy.seesChange(card, ended({ verified: datasets }), { timeoutMs: 90_000 });
    expect(Math.max(...gaps)).toBeLessThan(30_000);
    const puts = Array.from({ length: datasets }, (_, at) => domo.calls.puts(datasetOf(firstLeaver, at + 1)));
    expect(new Set(puts)).toEqual(new Set([1]));
    const about = (text: RegExp, name: string, where: string) =>
      slack
        .as(name)
        .messages(where)
        .filter((message) => text.test(message.text));
    expect(about(new RegExp(`#${number}\\b`), 'emmy', 'domo-changes')).toHaveLength(1);
    await slack.as('carl').sees('dm', /You now own 300 datasets/);
    expect(about(/You now own 300 datasets/, 'carl', 'dm')).toHaveLength(1);
    const [first] = storages;
    if (first === undefined) throw new Error('There is no database.');
    const database = await openDatabase(first.config);
    expect(await verifyAudit(database.db, { key })).toMatchObject({ ok: true });
    await database.close();
  }, 240_000);

  /** Resolves when Domo is asked for one more write than by now. */
  function anotherPut(): Promise<void> {
    return new Promise((resolve) => {
      const stopListening = stage.domo.on('call', ({ method, at }) => {
        // One that was under way when a process was killed is no sign of life.
        if (method !== 'PUT' || at.getTime() < began + 1_000) return;
        stopListening();
        resolve();
      });
      const began = Date.now();
    });
  }
});
