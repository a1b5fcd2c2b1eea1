import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { isReady } from '../../sandbox/app-process.ts';
import { seeded } from '../../sandbox/domo/seed.ts';
import { freePort } from '../../sandbox/free-port.ts';
import { gridWorld } from '../../sandbox/slack/grid-world.ts';
import { defaultManifest } from '../../sandbox/slack/manifest.ts';
import { openStage, type Stage, type StageOptions, sandboxPolicy } from '../../sandbox/stage.ts';
import { type TestStorage, testStorage } from '../support/database.ts';
import { askForHandOver, decidableCard, ended, eulersDatasets, ownersOf } from '../support/steward.ts';
import { until } from '../support/until.ts';

let stage: Stage;
let storage: TestStorage;
let port: number;
const children = new Set<ChildProcess>();

beforeEach(async () => {
  stage = await openStage();
  storage = await testStorage();
  port = await freePort();
});

afterEach(async () => {
  for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  children.clear();
  await stage.close();
  await storage.remove();
});

/** The real command line, in a process that sees only this environment. */
function run(
  args: string[],
  env: Record<string, string> = {},
): ChildProcess & { ended: Promise<[number, string, string]> } {
  const { PATH = '', HOME = '' } = process.env;
  const { dataDir, databaseUrl } = storage.config;
  const own = {
    DATA_DIR: dataDir,
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    PORT: String(port),
  };
  const child = spawn(process.execPath, ['src/main.ts', ...args], {
    env: { PATH, HOME, ...stage.env, ...own, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  const ended = Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]).then(
    ([[code], out, err]): [number, string, string] => [code, out, err],
  );
  return Object.assign(child, { ended });
}

const ready = () => until(() => isReady(port));

test('wrong Domo credentials: a sentence, exit code 1, no stack trace', async () => {
  const [code, out, err] = await run(['start'], { DOMO_CLIENT_SECRET: 'wrong' }).ended;
  expect(err).toMatch(/^Domo refuses DOMO_CLIENT_ID and DOMO_CLIENT_SECRET: .+ Check both/);
  expect(err.trim().split('\n')).toHaveLength(1);
  expect(out + err).not.toMatch(/^ {4}at /m);
  expect(code).toBe(1);
});

const { scopes } = defaultManifest;

test.each<[string, StageOptions['slack'], RegExp]>([
  [
    'for a whole organization',
    { world: gridWorld({ isOrgWide: true }) },
    /^The app is installed on a whole organization.* Install it on the workspace/,
  ],
  [
    'without scopes that the code uses',
    { manifest: { ...defaultManifest, scopes: scopes.filter((scope) => !/email|usergroups/.test(scope)) } },
    /^The Slack app lacks the scopes users:read\.email, usergroups:read\. Add them/,
  ],
])('installed %s it does not start, and says what to do', async (_, slack, sentence) => {
  await stage.close();
  stage = await openStage({ slack });
  const [code, , err] = await run(['start']).ended;
  expect(err).toMatch(sentence);
  expect(code).toBe(1);
});

test('a wrong Slack token: a sentence that names it', async () => {
  const [code, , err] = await run(['start'], { SLACK_BOT_TOKEN: 'xoxb-wrong' }).ended;
  expect(err).toMatch(/^Slack refuses SLACK_BOT_TOKEN/);
  expect(code).toBe(1);
});

test('SIGTERM in the middle: the item under way is finished, nothing new is begun, and the next start goes on', async () => {
  const { slack, domo } = stage;
  const ids = eulersDatasets(domo);
  const app = run(['start'], { DOMO_CONCURRENCY: '1' });
  await ready();
  await askForHandOver(slack);
  const card = await decidableCard(slack, 1);
  domo.faults.add({ kind: 'slow', ms: 400 }, { method: 'PUT' });
  await slack.as('emmy').press(card, 'Approve', { confirm: true });
  await until(async () => domo.calls.count('PUT') >= 2);
  const asked = Date.now();
  app.kill('SIGTERM');
  const [code, log] = await app.ended;
  expect(Date.now() - asked).toBeLessThan(10_000);
  expect(code).toBe(0);
  expect(log).toMatch(/"version":"\d.*","policyHash":"[0-9a-f]{64}","transport":"socket","msg":"ready"/);
  expect(log).toContain('"msg":"stopping"');
  expect(log).not.toContain('"msg":"resuming"');
  const done = domo.calls.count('PUT');
  expect(done).toBeLessThan(ids.length);
  expect(ownersOf(domo, ids).filter((id) => id === seeded.gauss)).toHaveLength(done);

  const next = run(['start']);
  await slack.as('emmy').seesChange(card, ended({ verified: 12 }));
  for (const id of ids) expect(domo.calls.puts(id)).toBe(1);
  next.kill('SIGTERM');
  const [end, nextLog] = await next.ended;
  expect(end).toBe(0);
  expect(nextLog).toContain('"number":1,"msg":"resuming"');
}, 60_000);

test('SIGHUP: the policy file is read and in force at once, a wrong one is refused in the log, and the app goes on', async () => {
  const policyFile = join(storage.config.dataDir, 'policy.yml');
  await writeFile(policyFile, sandboxPolicy);
  const app = run(['start'], { POLICY_FILE: policyFile, LOG_LEVEL: 'info' });
  let said = '';
  app.stdout?.on('data', (some) => (said += some));
  await ready();
  await writeFile(policyFile, `${sandboxPolicy}approvals: 0\n`);
  app.kill('SIGHUP');
  await until(() => /approvals.*the new policy is refused/.test(said));
  await writeFile(policyFile, `${sandboxPolicy}approvals: 2\n`);
  app.kill('SIGHUP');
  await until(() => said.includes('a new policy is in force'));
  await askForHandOver(stage.slack, { only: [/Zodiac/] });
  expect((await decidableCard(stage.slack, 1)).text).toContain('0 of 2 from data-stewards');
  app.kill('SIGTERM');
  expect((await app.ended)[0]).toBe(0);
}, 60_000);

test('a signal that comes twice at once, as through npm, came once; one that comes later ends the process', async () => {
  const { slack, domo } = stage;
  const app = run(['start']);
  await ready();
  await askForHandOver(slack, { only: [/Analysis/] });
  const card = await decidableCard(slack, 1);
  domo.faults.add({ kind: 'hang', when: 'after' }, { method: 'PUT' });
  await slack.as('emmy').press(card, 'Approve', { confirm: true });
  await until(async () => domo.calls.count('PUT') === 1);
  const asked = Date.now();
  await until(async () => {
    app.kill('SIGTERM');
    return app.signalCode !== null || app.exitCode !== null;
  });
  expect(app.signalCode).toBe('SIGTERM');
  expect(Date.now() - asked).toBeGreaterThanOrEqual(1_000);
}, 60_000);

test('SIGTERM while Domo does not answer: aborted, exit 0 within 10 s, and the item is read first at the next start', async () => {
  const { slack, domo } = stage;
  const [id = ''] = eulersDatasets(domo);
  const app = run(['start']);
  await ready();
  await askForHandOver(slack, { only: [/Analysis/] });
  const card = await decidableCard(slack, 1);
  domo.faults.add({ kind: 'hang', when: 'after' }, { method: 'PUT' });
  await slack.as('emmy').press(card, 'Approve', { confirm: true });
  await until(async () => domo.world.dataset(id)?.ownerId === seeded.gauss);
  const asked = Date.now();
  app.kill('SIGTERM');
  expect((await app.ended)[0]).toBe(0);
  expect(Date.now() - asked).toBeLessThan(10_000);

  domo.faults.clear();
  run(['start']);
  await slack.as('emmy').seesChange(card, ended({ verified: 1 }));
  expect(domo.calls.puts(id)).toBe(1);
}, 60_000);

test('beside the running service the audit tools work, and a second service on its DATA_DIR is refused', async () => {
  const app = run(['start']);
  await ready();
  await askForHandOver(stage.slack, { only: [/Zodiac/] });
  const card = await decidableCard(stage.slack, 1);
  await stage.slack.as('emmy').press(card, 'Approve', { confirm: true });
  const done = await stage.slack.as('emmy').seesChange(card, ended({ verified: 1 }));
  const result = await stage.slack.as('emmy').seesReply(done, /Audit chain/);
  const [code, verified] = await run(['audit', 'verify']).ended;
  expect(verified).toMatch(/✓ \d+ entries/);
  expect(code).toBe(0);
  const [, exported] = await run(['audit', 'export', '--format', 'jsonl']).ended;
  const lines = exported
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map((line) => line.entry.event)).toEqual(
    expect.arrayContaining(['policy_loaded', 'request_preparing', 'request_pending', 'vote', 'request_applied']),
  );
  const reference = String(/Audit chain (\w{16})\b/.exec(result.text)?.[1]);
  expect(lines.filter((line) => line.hash.startsWith(reference))).toHaveLength(1);
  const [, looked] = await run(['audit', 'verify', reference]).ended;
  expect(looked).toContain(`✓ ${reference} is entry `);
  // On a server several services may run: see two-services.test.ts.
  if (storage.config.databaseUrl === undefined) {
    const [refused, , err] = await run(['start'], { PORT: '0' }).ended;
    expect(err).toMatch(/^Another process is using /);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(refused).toBe(1);
    expect(await isReady(port)).toBe(true);
  }
  app.kill('SIGTERM');
  await app.ended;
}, 60_000);

// Elsewhere no other process can take the room to write from a running one; on a server the database has a disk of its own.
const embeddedOnLinux = process.platform === 'linux' && process.env.TEST_DATABASE_URL === undefined ? test : test.skip;

embeddedOnLinux(
  'a disk that is full: a sentence, the end at once, and a start that goes on when there is room',
  async () => {
    const app = run(['start']);
    await ready();
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
    expect(await answer.json()).toMatchObject({ checks: { disk: expect.stringMatching(/^[\d.]+ [GM]B free$/) } });
    // As on a full disk, no file may grow: the log cannot be written.
    spawnSync('prlimit', ['--pid', String(app.pid), '--fsize=65536']);
    const [code, , err] = await app.ended;
    expect(err).toMatch(
      /^The database in \S+ stopped: could not write .+\. (?:Start again|Make room on its disk, then start again)/,
    );
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(1);
    const again = run(['start']);
    await ready();
    again.kill('SIGTERM');
    expect((await again.ended)[0]).toBe(0);
  },
  60_000,
);
