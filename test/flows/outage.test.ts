import { sql } from 'drizzle-orm';
import { createLogger } from '../../src/logger.ts';
import { addLeavers, approve, approveUntil, ask, askAndSee, datasetOf, firstLeaver } from '../support/requests.ts';
import { decidableCard, ended, sharedSteward } from '../support/steward.ts';
import { until } from '../support/until.ts';

let leaver = firstLeaver - 1;

const steward = sharedSteward({ world: (world) => addLeavers(world, 11) });

beforeEach(() => {
  leaver += 1;
});

afterEach(() => {
  steward.domo.faults.clear();
});

async function readiness(): Promise<{ status: number; checks: Record<string, string> }> {
  const answer = await fetch(`http://127.0.0.1:${steward.service.port}/readyz`);
  const { checks } = (await answer.json()) as { checks: Record<string, string> };
  return { status: answer.status, checks };
}

test('/readyz is 200 only once Domo has been reached; the app is there without it', async () => {
  const { domo, slack } = steward;
  await steward.stop();
  const away = domo.faults.add({ kind: 'status', status: 503 }, { path: '/' });
  await steward.start();
  const before = await readiness();
  expect(before.status).toBe(503);
  expect(before.checks).toMatchObject({
    database: 'reached',
    slack: 'reached',
    domo: expect.stringMatching(/^not reached: Domo/),
  });
  expect((await fetch(`http://127.0.0.1:${steward.service.port}/healthz`)).status).toBe(200);
  await slack.as('sophie').command('/domo-owner');
  await slack.as('sophie').dismiss('Change dataset owner');
  away.remove();
  expect(await readiness()).toMatchObject({
    status: 200,
    checks: { database: 'reached', slack: 'reached', domo: 'reached' },
  });
});

test('/readyz tells of a Slack that went away since, and that it is back', async () => {
  const { slack } = steward;
  let ahead = 0;
  await steward.restart({ overrides: { now: () => new Date(Date.now() + ahead) } });
  expect(await readiness()).toMatchObject({ status: 200, checks: { slack: 'reached' } });
  slack.faults.onCall('auth.test', { kind: 'status', status: 500 }, 50);
  ahead += 16_000;
  expect(await readiness()).toMatchObject({ status: 503, checks: { slack: expect.stringMatching(/^not reached: /) } });
  slack.faults.clear();
  expect(await readiness()).toMatchObject({ status: 200, checks: { slack: 'reached' } });
  await steward.restart();
});

test('/readyz tells of a Domo that went away since, and that it is back', async () => {
  const { domo } = steward;
  let ahead = 0;
  await steward.restart({ overrides: { now: () => new Date(Date.now() + ahead) } });
  expect(await readiness()).toMatchObject({ status: 200, checks: { domo: 'reached' } });
  const away = domo.faults.add({ kind: 'status', status: 503 }, { path: '/' });
  expect(await readiness()).toMatchObject({ status: 200 });
  ahead += 16_000;
  expect(await readiness()).toMatchObject({
    status: 503,
    checks: { domo: expect.stringMatching(/^not reached: Domo/) },
  });
  away.remove();
  expect(await readiness()).toMatchObject({ status: 200, checks: { domo: 'reached' } });
  await steward.restart();
});

test('a Domo that says nothing holds up neither the start nor /readyz', async () => {
  const { domo } = steward;
  await steward.stop();
  const silent = domo.faults.add({ kind: 'hang' }, { path: '/' });
  const started = Date.now();
  await steward.start();
  expect((await readiness()).checks.domo).toMatch(/has not answered yet/);
  expect(Date.now() - started).toBeLessThan(12_000);
  silent.remove();
  // Calls that are still without an answer would hold up those of the next test.
  await steward.restart();
});

test('a first reading that failed is made as soon as Domo is back', async () => {
  const { domo, slack } = steward;
  await steward.stop();
  await steward.inDatabase(({ db }) => db.execute(sql`truncate syncs, datasets, domo_users`));
  const away = domo.faults.add({ kind: 'status', status: 503 }, { path: '/' });
  const lines: string[] = [];
  const logger = createLogger({ level: 'warn', destination: { write: (line) => void lines.push(line) } });
  const read = steward.start({ overrides: { logger } });
  await until(() => lines.some((line) => /"queue":"sync".*a job failed/.test(line)));
  away.remove();
  await read;
  await slack.as('sophie').command('/domo-owner');
  await slack.as('sophie').modal('Change dataset owner');
  expect(await slack.as('sophie').search('Current owner', String(leaver))).toHaveLength(1);
  await slack.as('sophie').closeModal('all');
}, 40_000);

test('a form sent while Domo is away is prepared when it is back', async () => {
  const { domo, slack } = steward;
  const away = domo.faults.add({ kind: 'status', status: 503 }, { path: '/v1' });
  const number = await ask(steward, { from: leaver });
  await slack.as('sophie').sees('dm', new RegExp(`#${number}\\b[\\s\\S]*Being prepared`));
  await until(() => away.hits > 0);
  expect(away.hits).toBeGreaterThan(0);
  away.remove();
  const card = await decidableCard(slack, number);
  expect(card.text).toContain('2 datasets');
});

test('the client revoked in the middle: the run waits for an admin, says so, and goes on by itself', async () => {
  const { domo, slack } = steward;
  const emmy = slack.as('emmy');
  const { card, number } = await askAndSee(steward, { from: leaver });
  const revoked = domo.faults.add({ kind: 'credentials_revoked' });
  await approveUntil(steward, card, /Paused: Domo rejected the app's credentials. It resumes once an admin fixes them/);
  const sophie = slack.as('sophie');
  // The message from the beginning, which is edited, and one of its own.
  const paused = () => sophie.dms().filter(({ text }) => text.includes(`#${number} `) && text.includes('Paused: Domo'));
  await slack.workspace.until(() => paused().length === 2 || undefined);
  revoked.remove();
  const done = await emmy.seesChange(card, ended({ verified: 2 }));
  expect(done.text).not.toContain('Paused');
  await slack.workspace.until(() => paused().length === 0 || undefined);
  expect([1, 2].map((nth) => domo.calls.puts(datasetOf(leaver, nth)))).toEqual([1, 1]);
});

test('Stop is heard while the run waits for Domo', async () => {
  const { domo, slack } = steward;
  const [emmy, sophie] = [slack.as('emmy'), slack.as('sophie')];
  const { card } = await askAndSee(steward, { from: leaver });
  domo.faults.add({ kind: 'status', status: 503 }, { path: '/v1' });
  await approveUntil(steward, card, /Paused/);
  await sophie.press(sophie.now(card), 'Stop', { confirm: true });
  const done = await emmy.seesChange(card, ended({ stopped: 2 }));
  expect(done.text).toMatch(/Stopped by Sophie Germain/);
  expect(domo.calls.puts(datasetOf(leaver, 1))).toBe(0);
});

test('a page in place of data while a request is prepared is no answer: it is asked for again', async () => {
  const { domo } = steward;
  const page = domo.faults.add({ kind: 'status', status: 200, body: 'html' }, { path: '/v1', times: 1 });
  const number = await ask(steward, { from: leaver });
  await decidableCard(steward.slack, number);
  expect(page.hits).toBe(1);
});

test('a write that fails while the app stops is read at the next start, not given up', async () => {
  const { domo } = steward;
  const { card } = await askAndSee(steward, { from: leaver });
  const slow = domo.faults.add({ kind: 'slow', ms: 250 }, { method: 'PUT' });
  domo.faults.add({ kind: 'status', status: 503, when: 'after' }, { method: 'PUT' });
  await approve(steward, card);
  await until(() => slow.hits > 0);
  await steward.stop();
  domo.faults.clear();
  await steward.start();
  await steward.slack.as('emmy').seesChange(card, ended({ verified: 2 }));
  expect(domo.calls.puts(datasetOf(leaver, 1))).toBe(1);
});

test('a Domo that goes away when all is proved does not hold up the end', async () => {
  const { domo } = steward;
  const { card } = await askAndSee(steward, { from: leaver });
  // Who the new owner is is asked before the run begins, and before each batch: the first dataset, and the other.
  domo.faults.add({ kind: 'status', status: 503 }, { path: '/v1/users/28', skip: 3 });
  await approveUntil(steward, card, { verified: 2 });
});
