import { type AppProcess, createAppProcess } from '../../sandbox/app-process.ts';
import { openStage, type Stage } from '../../sandbox/stage.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { thisRelease } from '../../src/store/releases.ts';
import { addOwner } from '../support/by-hand.ts';
import { onServer, type TestStorage, testStorage } from '../support/database.ts';
import { earlierRelease, nextRelease } from '../support/other-release.ts';
import { addLeavers, approveUntil, askAndSee, datasetOf, firstLeaver } from '../support/requests.ts';
import { untilRead } from '../torture/until-read.ts';

// Processes of two releases on one database, as during an update. An embedded database has one process.
onServer('processes of two releases on one PostgreSQL', () => {
  const key = 'the key of both releases';
  const [people, datasets] = [12, 3];
  const connectorsOwner = firstLeaver + people;
  const old = earlierRelease('0.1.0');
  const next = nextRelease();
  let stage: Stage;
  let storages: TestStorage[];
  let apps: AppProcess[];
  /** For whom requests were made already. */
  let asked: number;

  beforeEach(async () => {
    stage = await openStage();
    addLeavers(stage.domo.world, people, datasets);
    addOwner(stage.domo.world, connectorsOwner, { api: 0, connectors: datasets });
    storages = [];
    apps = [];
    asked = 0;
  }, 60_000);

  afterEach(async () => {
    for (const app of apps) await app.stop();
    await stage.close();
    for (const storage of storages) await storage.remove();
  }, 60_000);

  afterAll(() => {
    old.remove();
    next.remove();
  });

  /** On the database of the first, which has no tables before that one starts. */
  async function appOf(release?: { script: string[] }): Promise<AppProcess> {
    const storage = await testStorage({ empty: true });
    storages.push(storage);
    const env = {
      ...stage.env,
      DATA_DIR: storage.config.dataDir,
      DATABASE_URL: storages[0]?.config.databaseUrl ?? '',
      AUDIT_KEY: key,
      LOG_LEVEL: 'silent',
    };
    const app = createAppProcess(env, () => {}, release?.script);
    apps.push(app);
    return app;
  }

  /** How many times since its start a request came into another state by this process; each release counts it. */
  async function moves(app: AppProcess): Promise<number> {
    const metrics = await (await fetch(`http://127.0.0.1:${app.port()}/metrics`)).text();
    const counts = [...metrics.matchAll(/^steward_request_transitions_total\{.*\} (\d+)$/gm)];
    return counts.reduce((sum, [, count]) => sum + Number(count), 0);
  }

  /** Asked for, approved and done. */
  async function oneRequest(): Promise<void> {
    const from = firstLeaver + asked;
    asked += 1;
    const { card } = await askAndSee(stage, { from });
    await approveUntil(stage, card, { verified: datasets });
    const nth = Array.from({ length: datasets }, (_, at) => at + 1);
    expect(nth.map((each) => stage.domo.calls.puts(datasetOf(from, each)))).toEqual([1, 1, 1]);
  }

  /** Until each of them has had a part in it. */
  async function requestsByBoth(...both: AppProcess[]): Promise<void> {
    const before = await Promise.all(both.map(moves));
    for (;;) {
      await oneRequest();
      const now = await Promise.all(both.map(moves));
      if (now.every((each, at) => each > (before[at] ?? 0))) return;
    }
  }

  async function auditProves(): Promise<void> {
    const [first] = storages;
    if (first === undefined) throw new Error('There is no database.');
    const database = await openDatabase(first.config);
    expect(await verifyAudit(database.db, { key })).toMatchObject({ ok: true, tampered: [] });
    await database.close();
  }

  test('0.1.0 goes on beside this one, which does nothing that 0.1.0 does not understand, and does not start again', async () => {
    const { slack } = stage;
    const before = await appOf(old);
    await before.start();
    await untilRead(slack.as('sophie'), `Leaver ${firstLeaver}`);
    const waiting = await askAndSee(stage, { from: firstLeaver });
    asked += 1;

    const now = await appOf();
    await now.start();
    await approveUntil(stage, waiting.card, { verified: datasets });
    await requestsByBoth(before, now);

    const refused = await askAndSee(stage, { from: connectorsOwner });
    await approveUntil(stage, refused.card, { refused: datasets });

    await expect(before.restart()).rejects.toThrow('The database was made by a newer release of Domo Steward.');
    await untilRead(slack.as('sophie'), `Leaver ${connectorsOwner}`);
    const byHand = await askAndSee(stage, { from: connectorsOwner });
    await approveUntil(stage, byHand.card, /to do by hand in Domo/);
    await now.stop();
    await auditProves();
  }, 180_000);

  test('the next release adds to the tables beside this one, both go on, and this one may start again', async () => {
    const now = await appOf();
    await now.start();
    await untilRead(stage.slack.as('sophie'), `Leaver ${firstLeaver}`);
    const later = await appOf(next);
    await later.start();
    await requestsByBoth(now, later);
    await now.restart();
    await requestsByBoth(now, later);
    await now.stop();
    await oneRequest();
    await later.stop();
    await auditProves();
  }, 180_000);

  test('a release leaves the tables as they are while one older than the one before it uses them, and says so', async () => {
    const before = await appOf(old);
    await before.start();
    await untilRead(stage.slack.as('sophie'), `Leaver ${firstLeaver}`);
    const later = await appOf(next);
    await expect(later.start()).rejects.toThrow(
      `A process of release 0.1.0 still uses this database, and ${next.version} may take away what it needs. Stop it, or replace it with ${thisRelease}. Then start this one again.`,
    );
    await oneRequest();
    await before.restart();
    await before.stop();
    await later.start();
    await oneRequest();
  }, 180_000);
});
