import { max } from 'drizzle-orm';
import { verifyAudit } from '../../src/audit/verify.ts';
import { audit } from '../../src/store/tables.ts';
import { bringDatabaseOf } from '../support/earlier-database.ts';
import { addLeavers, approveUntil, ask, auditLines, datasetOf, firstLeaver } from '../support/requests.ts';
import { channel, decidableCard, ended, sharedSteward } from '../support/steward.ts';

// The database that 0.1.0 left (test/fixtures/0.1.0/fill.ts says what is in it), and a Domo as that release left it.

const key = 'the key of 0.1.0';
/** How long ago 0.1.0 was stopped, in ms: the app goes on a minute after it, before anything expires. */
let ahead = 0;

const steward = sharedSteward({
  env: { AUDIT_KEY: key },
  overrides: { now: () => new Date(Date.now() - ahead) },
  world: (world) => {
    addLeavers(world, 8, 3);
    for (const nth of [1, 2, 3]) world.setOwner(datasetOf(firstLeaver, nth), 28);
    world.setOwner(datasetOf(firstLeaver + 3, 1), 28);
  },
});

beforeAll(async () => {
  await steward.stop();
  await bringDatabaseOf('0.1.0', steward.config.database);
  const [newest] = await steward.inDatabase(({ db }) => db.select({ at: max(audit.at) }).from(audit));
  ahead = Date.now() - Number(newest?.at) - 60_000;
}, 120_000);

test('the database of 0.1.0: brought up to date, its log verifies, and what waited is decided and done', async () => {
  const { slack, domo } = steward;
  const before = await steward.inDatabase(({ db }) => verifyAudit(db, { key }));
  expect(before).toMatchObject({ ok: true });

  await steward.start();
  // The run that 0.1.0 had begun: its first dataset was written then, and is not written again.
  const run = await slack.as('emmy').sees(channel, /#5 ·/);
  await slack.as('emmy').seesChange(run, ended({ verified: 3 }));
  expect([1, 2, 3].map((nth) => domo.calls.puts(datasetOf(firstLeaver + 3, nth)))).toEqual([0, 1, 1]);

  const waiting = await decidableCard(slack, 3);
  await approveUntil(steward, waiting, { verified: 3 });

  // Emmy's vote of then counts beside Ada's of now.
  const schema = await decidableCard(slack, 4, 'ada');
  expect(schema.text).toContain('1 of 2');
  await approveUntil(steward, schema, /changed and checked/, 'ada');

  const number = await ask(steward, { from: firstLeaver + 4 });
  expect(number).toBe(6);
  const next = await decidableCard(slack, number);
  await approveUntil(steward, next, { verified: 3 });

  const lines = await auditLines(steward);
  expect(lines.find(({ number, event }) => number === 2 && event === 'request_rejected')).toBeDefined();
  await steward.stop();
  expect(await steward.inDatabase(({ db }) => verifyAudit(db, { key }))).toMatchObject({ ok: true });
}, 120_000);
