import { eq, sql } from 'drizzle-orm';
import { type AppProcess, createAppProcess } from '../../sandbox/app-process.ts';
import { openStage, type Stage } from '../../sandbox/stage.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { datasets as datasetsTable, syncs } from '../../src/store/tables.ts';
import { onServer, type TestStorage, testStorage } from '../support/database.ts';
import { addLeavers, approve, askAndSee, datasetOf, firstLeaver } from '../support/requests.ts';
import { ended } from '../support/steward.ts';
import { until } from '../support/until.ts';

// An embedded database has one process: that a second is refused is told in process.test.ts.
onServer('two processes on one PostgreSQL', () => {
  const datasets = 30;
  const key = 'a key of this test';
  let stage: Stage;
  let storages: TestStorage[];
  let apps: AppProcess[];
  /** The one that began a run. */
  let began: AppProcess | undefined;

  beforeAll(async () => {
    stage = await openStage();
    addLeavers(stage.domo.world, 1, datasets);
    storages = [await testStorage(), await testStorage()];
  }, 90_000);

  beforeEach(() => {
    apps = storages.map(appIn);
    began = undefined;
  });

  afterEach(async () => {
    for (const app of apps) await app.stop();
    stage.domo.faults.clear();
  }, 60_000);

  /** With a directory of its own, on the database of the first. */
  function appIn({ config }: TestStorage): AppProcess {
    const DATABASE_URL = storages[0]?.config.databaseUrl ?? '';
    const env = { ...stage.env, DATA_DIR: config.dataDir, DATABASE_URL, AUDIT_KEY: key, LOG_LEVEL: 'info' };
    const app = createAppProcess(env, (line) => {
      if (line.includes('"state":"applying"')) began = app;
    });
    return app;
  }

  afterAll(async () => {
    await stage.close();
    for (const storage of storages) await storage.remove();
  });

  test('SIGTERM in the middle of a run: the other goes on at once, and no dataset is written twice', async () => {
    const { slack, domo } = stage;
    for (const app of apps) await app.start();
    const { card } = await askAndSee(stage, { from: firstLeaver });
    domo.faults.add({ kind: 'slow', ms: 100 }, { method: 'PUT' });
    const written = () => Array.from({ length: datasets }, (_, at) => domo.calls.puts(datasetOf(firstLeaver, at + 1)));
    const sum = () => written().reduce((all, one) => all + one, 0);
    await approve(stage, card);
    await until(() => sum() >= 4);
    const [first] = storages;
    if (first === undefined || began === undefined) throw new Error('There is no database, or no run.');
    await began.stop();
    await slack.as('emmy').seesChange(card, ended({ verified: datasets }));
    expect(new Set(written())).toEqual(new Set([1]));
    const database = await openDatabase(first.config);
    // It took over the job of the first: a run without one is only found within a minute, and gets another.
    const jobs = await database.db.execute(sql`select retry_count from pgboss.job where name = 'apply'`);
    expect(jobs.rows).toEqual([{ retry_count: 1 }]);
    expect(await verifyAudit(database.db, { key })).toMatchObject({ ok: true });
    await database.close();
  }, 90_000);

  test('one reading of Domo at a time: frozen in the middle, it is taken over, and what it wakes up with is not written', async () => {
    const { domo } = stage;
    const [first] = storages;
    if (first === undefined) throw new Error('There is no database.');
    const database = await openDatabase(first.config);
    const readings = () => database.db.select().from(syncs).orderBy(syncs.id);
    const before = (await readings()).length;
    // Pages for longer than the other takes to start.
    addLeavers(domo.world, 1, 1_000, firstLeaver + 1);
    const slow = domo.faults.add({ kind: 'slow', ms: 1_500 }, { path: '/v1/datasets', method: 'GET' });
    const [one, two] = apps;
    if (one === undefined || two === undefined) throw new Error('There are no apps.');
    await one.start();
    // The one that the test before stopped may be begun anew only after a pause.
    await until(async () => (await readings()).length > before && slow.hits > 0);
    await two.start();
    const thaw = one.freeze();
    try {
      domo.world.rename(datasetOf(firstLeaver, 1), 'Renamed while one was frozen');
      slow.remove();
      // The jobs' heartbeat and the lease run out, one after the other.
      const isOver = async () =>
        (await readings()).length > before + 1 && (await readings()).at(-1)?.finishedAt !== null;
      await until(isOver, 90_000);
    } finally {
      thaw();
    }
    await until(async () => (await readings())[before]?.problem !== null);
    const after = (await readings()).slice(before);
    expect(after).toMatchObject([
      { finishedAt: null, problem: 'Another process goes on with this.' },
      { finishedAt: expect.any(Date), problem: null },
    ]);
    const names = await database.db
      .select()
      .from(datasetsTable)
      .where(eq(datasetsTable.id, datasetOf(firstLeaver, 1)));
    expect(names).toMatchObject([{ name: 'Renamed while one was frozen' }]);
    await database.close();
  }, 180_000);
});
