import { type AppProcess, createAppProcess } from '../../sandbox/app-process.ts';
import { seeded } from '../../sandbox/domo/seed.ts';
import { openStage, type Stage } from '../../sandbox/stage.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { addOwner, checkNow, take } from '../support/by-hand.ts';
import { type TestStorage, testStorage } from '../support/database.ts';
import { reassign, reassigned } from '../support/product-door.ts';
import { approve, askAndSee, auditLines, datasetOf, firstLeaver } from '../support/requests.ts';
import { ended } from '../support/steward.ts';
import { untilRead } from '../torture/until-read.ts';

const key = 'a key of this test';
const datasets = 160;

let stage: Stage;
let storage: TestStorage;
let app: AppProcess;

beforeEach(async () => {
  stage = await openStage({ accessToken: true });
  storage = await testStorage();
  addOwner(stage.domo.world, firstLeaver, { api: 0, connectors: datasets });
  app = appWith(stage.env);
  await app.start();
  await untilRead(stage.slack.as('sophie'), `${firstLeaver}`);
}, 60_000);

afterEach(async () => {
  await app.stop();
  const database = await openDatabase(storage.config);
  expect(await verifyAudit(database.db, { key })).toMatchObject({ ok: true });
  await database.close();
  await stage.close();
  await storage.remove();
}, 60_000);

function appWith(env: Record<string, string>): AppProcess {
  const { dataDir, databaseUrl } = storage.config;
  const own = { DATA_DIR: dataDir, ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }) };
  return createAppProcess({ ...env, ...own, AUDIT_KEY: key, LOG_LEVEL: 'error' });
}

/** Approved; resolves once the third write has been done, and is not answered. */
async function midway() {
  const { domo } = stage;
  const { card, number } = await askAndSee(stage, { from: firstLeaver });
  domo.faults.add({ kind: 'hang', when: 'after' }, { path: reassign, skip: 2, times: 1 });
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const off = domo.on('change', () => {
    if (domo.world.ownedBy(firstLeaver).length <= datasets - 101) resolve();
  });
  await approve(stage, card);
  await done;
  off();
  return { card, number };
}

test('kill -9 in the middle of a chunk: the next start reads it first, and sends none of it again', async () => {
  const { slack, domo } = stage;
  const { card } = await midway();
  await app.restart();
  await slack.as('emmy').seesChange(card, ended({ verified: datasets }), { timeoutMs: 40_000 });
  expect(domo.world.ownedBy(firstLeaver)).toEqual([]);
  expect(reassigned(stage.domo).map(({ length }) => length)).toEqual([1, 50, 50, 50, 9]);
  expect(new Set(reassigned(stage.domo).flat()).size).toBe(datasets);
}, 90_000);

test('started again without the token: what was sent is proved, a person does the rest, and all of it is said', async () => {
  const { slack, domo } = stage;
  const emmy = slack.as('emmy');
  const { card, number } = await midway();
  await app.kill();
  const { DOMO_ACCESS_TOKEN: _, ...without } = stage.env;
  app = appWith(without);
  await app.start();
  const left = datasets - 101;
  const seen = await emmy.seesChange(
    card,
    new RegExp(`101 of ${datasets} datasets changed: .*\\n${left} to do by hand`),
    {
      timeoutMs: 60_000,
    },
  );
  expect(seen.text).toContain("The admin token that was to do this isn't there any more.");
  expect(reassigned(stage.domo)).toHaveLength(3);
  expect(domo.calls.count('PUT', '/v1/datasets')).toBe(0);
  const dm = await take(stage, number, 'emmy');
  for (let nth = 1; nth <= datasets; nth += 1) {
    const id = datasetOf(firstLeaver, nth);
    if (domo.world.dataset(id)?.ownerId === firstLeaver) domo.world.setOwner(id, seeded.gauss);
  }
  await checkNow(stage, dm, 'emmy');
  const done = await emmy.seesChange(card, ended({ verified: datasets }), { timeoutMs: 40_000 });
  expect(done.text).toContain('101 changed with the admin token (product API)');
  const { dataDir, databaseUrl: url } = storage.config;
  const lines = await auditLines({ config: { database: { url, dataDir } } });
  const verified = lines.filter(({ event }) => event === 'item_verified');
  const by = (door: string) => verified.filter(({ detail }) => detail.door === door).length;
  expect([by('product'), by('hand')]).toEqual([101, left]);
}, 180_000);
