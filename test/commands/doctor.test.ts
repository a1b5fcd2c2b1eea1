import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gridWorld } from '../../sandbox/slack/grid-world.ts';
import { defaultManifest } from '../../sandbox/slack/manifest.ts';
import { openStage, type Stage, type StageOptions } from '../../sandbox/stage.ts';
import { appendAudit } from '../../src/audit/append.ts';
import { doctor } from '../../src/commands/doctor.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { settleOnce } from '../../src/store/settings.ts';
import { testStorage } from '../support/database.ts';
import { runCommand } from '../support/run-command.ts';

let stage: Stage | undefined;
afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

async function see(env: Record<string, string | undefined>): Promise<{ code: number; said: string }> {
  const { code, out, err } = await runCommand(doctor, [], env);
  return { code, said: out + err };
}

/** What it says of both servers, of no database yet, and of what `change` makes of the environment. */
async function seeStage(options: StageOptions = {}, change: Record<string, string | undefined> = {}) {
  stage = await openStage(options);
  return see({ ...stage.env, ...change });
}

const manifest = { ...defaultManifest, scopes: [...new Set([...defaultManifest.scopes, 'groups:read'])] };

describe('the doctor', () => {
  test('finds nothing to fix where all is well', async () => {
    const { config, remove } = await testStorage();
    const database = { DATA_DIR: config.dataDir, DATABASE_URL: config.databaseUrl };
    const { code, said } = await seeStage({ slack: { manifest } }, database);
    await remove();
    expect(said).not.toContain('✗');
    expect(said).toMatch(/✓ Database: .*; the audit log has 0 entries\./);
    // A server has a disk of its own.
    expect(/The disk of \S+ has [\d.]+ [GM]B free\./.test(said)).toBe(config.databaseUrl === undefined);
    expect(said).toMatch(/✓ Slack: signed in to Academy as domo_steward\./);
    expect(said).toMatch(/✓ Slack: Socket Mode can connect\./);
    expect(said).toMatch(/✓ Slack: the app is in #domo-changes\./);
    expect(said).toMatch(/✓ Domo: signed in to mathematicians as user 27, with the role Admin\./);
    expect(said).toMatch(/✓ Domo: datasets can be listed/);
    expect(said).toMatch(/✓ Domo: I can read its activity log/);
    expect(said).toContain('All is well.');
    expect(code).toBe(0);
  });

  test('says that without the scope audit nothing outside is followed', async () => {
    const { said } = await seeStage({ domo: { scopes: ['data', 'user'] } });
    expect(said).toMatch(/· Domo: I can't read its activity log, since the API client has no scope audit/);
    expect(said).not.toContain('✗ Domo');
  });

  test('tries the access token: whose it is, what it may change, and when it ends', async () => {
    expect((await seeStage()).said).toContain('· Domo: no access token, so');
    await stage?.close();
    stage = await openStage({ accessToken: true });
    const { domo, env } = stage;
    const { said } = await see(env);
    expect(said).toMatch(/✓ Domo: the access token acts as DomoSupport \(Domo ID 27\), in the same Domo/);
    expect(said).toMatch(/✓ Domo: the access token may change the owner of each of \d+ datasets\./);
    expect(said).toMatch(/✓ Domo: the access token works until \d{4}-\d\d-\d\d or longer\./);
    domo.product.expireTokenAt(new Date(Date.now() + 5.5 * 86_400_000));
    expect((await see(env)).said).toContain("✗ Domo: One of its user's access tokens expires in 5 days.");
    domo.product.expireTokenAt(new Date(0));
    expect((await see(env)).said).toMatch(/✗ Domo: the access token can't be used: Domo rejected the access token/);
    domo.product.expireTokenAt(new Date(Date.now() + 86_400_000 * 365));
    domo.faults.add({ kind: 'other_instance' }, { path: '/api' });
    expect((await see(env)).said).toMatch(/✗ Domo: the access token can't be used: .*another Domo/);
  });

  test('names every problem of configuration and policy at once, and tries no more', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'steward-doctor-'));
    await writeFile(join(dir, 'policy.yml'), 'channel: general\n');
    const { code, said } = await see({ POLICY_FILE: join(dir, 'policy.yml') });
    await rm(dir, { recursive: true });
    expect(said).toContain('✗ Configuration: SLACK_BOT_TOKEN is missing');
    expect(said).toContain('✗ Configuration: DOMO_CLIENT_SECRET is missing');
    expect(said).toMatch(/✗ Policy: .*channel/);
    expect(said).toMatch(/✗ Policy: .*approvers/);
    expect(said).toContain('are tried once the configuration is complete');
    expect(code).toBe(1);
  });

  test('says that files are forbidden, which is no reason to fail, and uploads none', async () => {
    stage = await openStage({ slack: { manifest } });
    const { slack } = stage;
    slack.faults.onCall('files.getUploadURLExternal', { kind: 'error', error: 'file_uploads_disabled' });
    const forbidden = await see(stage.env);
    expect(forbidden.said).toMatch(/· Slack: files can't be uploaded here \(file_uploads_disabled\)\. .*Details/);
    slack.faults.onCall('files.getUploadURLExternal', { kind: 'error', error: 'fatal_error' });
    expect((await see(stage.env)).said).toContain(
      "· Slack: can't tell whether files may be uploaded: Slack says fatal_error.",
    );
    expect((await see(stage.env)).said).not.toMatch(/Slack: .*files/);
    expect(slack.calls.map(({ method }) => method)).not.toContain('files.completeUploadExternal');
    expect(forbidden.said).not.toContain('✗ Slack');
  });

  test('says which scopes the app lacks', async () => {
    const few = { ...manifest, scopes: manifest.scopes.filter((scope) => scope !== 'im:write') };
    const { code, said } = await seeStage({ slack: { manifest: few } });
    expect(said).toMatch(/✗ Slack: the app lacks scopes: im:write\. .*reinstall the app\./);
    expect(code).toBe(1);
  });

  test('where a proxy keeps the header with the scopes to itself, they are unknown, not missing', async () => {
    stage = await openStage({ slack: { manifest: { ...manifest, scopes: manifest.scopes.slice(1) } } });
    const upstream = stage.slack.apiUrl;
    const proxy = createServer(async (req, res) => {
      const [body, url] = [await buffer(req), new URL(req.url?.slice(1) ?? '', upstream)];
      const { authorization = '', 'content-type': type = '' } = req.headers;
      const answer = await fetch(url, { method: 'POST', headers: { authorization, 'content-type': type }, body });
      res.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const { port } = proxy.address() as AddressInfo;
    const { said } = await see({ ...stage.env, SLACK_API_URL: `http://127.0.0.1:${port}/` });
    await once(proxy.close(), 'close');
    expect(said).toMatch(/✓ Slack: signed in to Academy/);
    expect(said).not.toContain('scope');
  });

  test('says what is lost without the optional scopes, which is no reason to fail', async () => {
    const { code, said } = await seeStage({ slack: { manifest } });
    expect(said).toMatch(/· Slack: the optional scope channels:history isn't granted: in a public channel, replies/);
    expect(said).toMatch(/· Slack: the optional scope dnd:read isn't granted: people in Do Not Disturb/);
    expect(said).toMatch(/· Slack: the optional scope groups:history isn't granted: in a private channel, replies/);
    expect(code).toBe(0);
    const granted = { ...manifest, scopes: [...manifest.scopes, 'channels:history', 'groups:history', 'dnd:read'] };
    await stage?.close();
    expect((await seeStage({ slack: { manifest: granted } })).said).not.toContain('optional scope');
  });

  test('says that an app for a whole organization serves nobody', async () => {
    const { code, said } = await seeStage({ slack: { manifest, world: gridWorld({ isOrgWide: true }) } });
    expect(said).toMatch(/✗ Slack: The app is installed on a whole organization.* Install it on the workspace/);
    expect(code).toBe(1);
  });

  test.each([
    ['organization', 'other workspaces'],
    ['others', 'other companies'],
  ] as const)('says who else reads a channel that is shared with %s', async (sharedWith, whom) => {
    const world = gridWorld();
    const channels = world.channels.map((channel) => ({ ...channel, sharedWith }));
    const { code, said } = await seeStage({ slack: { manifest, world: { ...world, channels } } });
    expect(said).toContain(`· Slack: #domo-changes is shared with ${whom}`);
    expect(code).toBe(0);
  });

  test.each([
    [
      'a bot token that is not one',
      { SLACK_BOT_TOKEN: 'xoxb-wrong' },
      /✗ Slack: can't sign in: Slack says invalid_auth\./,
    ],
    ['an app token that is not one', { SLACK_APP_TOKEN: 'xapp-wrong' }, /✗ Slack: Socket Mode can't connect: /],
    ['a wrong Domo secret', { DOMO_CLIENT_SECRET: 'wrong' }, /✗ Domo: can't sign in: .*DOMO_CLIENT_SECRET/],
    [
      'a Slack that is away',
      { SLACK_API_URL: 'http://127.0.0.1:9/api/' },
      /✗ Slack: can't sign in: Slack can't be reached: .* Check that this machine can connect/,
    ],
    [
      'a Domo that is away',
      { DOMO_API_URL: 'http://127.0.0.1:9' },
      /✗ Domo: can't sign in: .* Check that this machine can connect to DOMO_API_URL/,
    ],
  ])('says what to do about %s', async (_, change, sentence) => {
    const { code, said } = await seeStage({ slack: { manifest } }, change);
    expect(said).toMatch(sentence);
    expect(said).not.toMatch(/\bat .*\.ts:\d+/);
    expect(code).toBe(1);
  });

  test.each([
    [
      'a directory',
      { DATA_DIR: '/nowhere/yet', DATABASE_URL: '' },
      /· Database: there's none in \/nowhere\/yet yet/,
      0,
    ],
    [
      'a directory that cannot be made',
      { DATA_DIR: `${import.meta.filename}/data`, DATABASE_URL: '' },
      /✗ Database: .*I can't write to .*\/data\. Check DATA_DIR/,
      1,
    ],
    ['a server that is away', { DATABASE_URL: 'postgres://127.0.0.1:9/steward' }, /✗ Database: /, 1],
  ])('tells a database that is still to be made from one that is broken: %s', async (_, change, sentence, exit) => {
    const { code, said } = await seeStage({ slack: { manifest } }, change);
    expect(said).toMatch(sentence);
    expect(code).toBe(exit);
  });

  test('a Redis that is away costs half the rate, which is not well', async () => {
    const { code, said } = await seeStage({ slack: { manifest } }, { REDIS_URL: 'redis://:hush@127.0.0.1:9' });
    expect(said).toMatch(
      /✗ Redis: no answer to a PING: nothing listens at 127\.0\.0\.1:9 .* Domo is called at half the rate\./,
    );
    expect(said).not.toContain('hush');
    expect(code).toBe(1);
  });

  test('says where links lead, if that may be another Domo', async () => {
    const { code, said } = await seeStage(
      { slack: { manifest } },
      { DOMO_INSTANCE_URL: 'https://physicists.domo.com' },
    );
    expect(said).toMatch(/· Domo: links lead to https:\/\/physicists\.domo\.com, .* belongs to mathematicians\./);
    expect(code).toBe(0);
    const right = await see({ ...stage?.env, DOMO_INSTANCE_URL: 'https://mathematicians.domo.com' });
    expect(right.said).not.toContain('links lead');
  });

  test('looks at everyone whom the policy lets approve', async () => {
    const policy = `channel: C0NOWHERE01
approvers: [S0NOGROUP01, U0PIERRE001, U0EVARISTE1, U0EMMY00001]
approvals: 2
`;
    const { code, said } = await seeStage({ slack: { manifest }, policy });
    expect(said).toMatch(/✗ Slack: the channel C0NOWHERE01 can't be seen/);
    expect(said).toMatch(/✗ Slack: the user group S0NOGROUP01/);
    expect(said).toMatch(/✗ Slack: Pierre de Fermat \(U0PIERRE001\) is deactivated/);
    expect(said).toMatch(/✗ Slack: Evariste Galois \(U0EVARISTE1\) is a guest/);
    expect(said).toMatch(/✗ Policy, "every change": needs 2, but only 1 may approve/);
    expect(code).toBe(1);
  });

  test('counts whom a request would count: neither guests nor people without a Domo user', async () => {
    const policy = `channel: C0123456789
approvers: [S0123456789]
requesters: [S0NOGROUP02, U0PIERRE001]
people: { U0CARL00001: 999 }
`;
    stage = await openStage({ slack: { manifest }, policy });
    stage.slack.workspace.setGroupMembers('S0123456789', ['U0EMMY00001', 'U0EVARISTE1', 'U0PIERRE001']);
    stage.domo.world.deleteUser(32);
    const { code, said } = await see(stage.env);
    expect(said).toMatch(/✗ Policy, "every change": needs 1, but only 0 may approve/);
    expect(said).toMatch(/· Policy: .* Emmy Noether \(U0EMMY00001\): no Domo user has their email/);
    expect(said).toMatch(/· Policy: .* Evariste Galois \(U0EVARISTE1\): a guest/);
    expect(said).toMatch(
      /✗ Slack: the user group S0NOGROUP02 is empty, disabled or unknown\. No one may ask through it/,
    );
    expect(said).toMatch(/✗ Slack: Pierre de Fermat \(U0PIERRE001\) is deactivated and may not ask/);
    expect(said).toMatch(/✗ Policy: `people` maps U0CARL00001 to Domo user 999, who doesn't exist/);
    expect(code).toBe(1);
  });

  test('two Slack accounts of one Domo user are one steward', async () => {
    const policy = 'channel: C0123456789\napprovers: [S0123456789]\napprovals: 2\npeople: { U0ADA000001: 32 }\n';
    const { said } = await seeStage({ slack: { manifest }, policy });
    expect(said).toMatch(/✗ Policy, "every change": needs 2, but only 1 may approve/);
    expect(said).toMatch(/Ada Lovelace \(U0ADA000001\): the same Domo user as another steward/);
  });

  test('an AUDIT_KEY that is not the log’s is one that start refuses', async () => {
    const { config, remove } = await testStorage();
    const database = await openDatabase(config);
    const settings = { key: 'the key that it was written with', now: new Date() };
    await database.transaction((tx) => appendAudit(tx, { event: 'test', detail: {} }, settings));
    await database.close();
    const env = { DATA_DIR: config.dataDir, DATABASE_URL: config.databaseUrl, AUDIT_KEY: 'another key of this length' };
    const { code, said } = await seeStage({ slack: { manifest } }, env);
    await remove();
    expect(said).toMatch(/✗ Database: AUDIT_KEY is not the one/);
    expect(code).toBe(1);
  });

  test('a database of another Domo instance is one that start refuses', async () => {
    const { config, remove } = await testStorage();
    const database = await openDatabase(config);
    await settleOnce(database.db, 'customer', 'physicists');
    await database.close();
    const place = { DATA_DIR: config.dataDir, DATABASE_URL: config.databaseUrl };
    const { code, said } = await seeStage({ slack: { manifest } }, place);
    await remove();
    expect(said).toMatch(/✗ Database: .*belongs to the Domo instance “physicists”.* for “mathematicians”/);
    expect(code).toBe(1);
  });
});
