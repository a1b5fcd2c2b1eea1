import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signatureHeaders } from '../../sandbox/slack/delivery/signature.ts';
import { readConfig } from '../../src/config.ts';
import { createLiveSecrets } from '../../src/live-secrets.ts';
import { createLogger } from '../../src/logger.ts';
import { freshDirectory } from '../support/directory.ts';
import { addLeavers, approveUntil, askAndSee, firstLeaver } from '../support/requests.ts';
import { startedSteward } from '../support/steward.ts';
import { until } from '../support/until.ts';

const { steward, start } = startedSteward();
const directory = freshDirectory();
const lines: string[] = [];
const logger = createLogger({ level: 'info', destination: { write: (line) => void lines.push(line) } });

beforeEach(() => {
  lines.length = 0;
});

/** The configuration as it is read again from the secrets' files, some of which were written anew. */
async function readAgain(written: Record<string, string>): Promise<ReturnType<typeof readConfig>> {
  const { slack, domo, database, auditKey } = steward.config;
  const { transport } = slack;
  const secrets: Record<string, string | undefined> = {
    SLACK_BOT_TOKEN: slack.botToken,
    ...(transport.mode === 'socket'
      ? { SLACK_APP_TOKEN: transport.appToken }
      : { SLACK_SIGNING_SECRET: transport.signingSecret }),
    DOMO_CLIENT_SECRET: domo.clientSecret,
    AUDIT_KEY: auditKey,
    ...written,
  };
  const env: Record<string, string | undefined> = {
    DOMO_CLIENT_ID: domo.clientId,
    DATA_DIR: database.dataDir,
    DATABASE_URL: database.url,
  };
  for (const [name, value] of Object.entries(secrets)) {
    env[`${name}_FILE`] = join(directory.path, name);
    await writeFile(join(directory.path, name), `${value}\n`);
  }
  return readConfig(env);
}

test('new secrets of Slack and Domo are gone on with at once, without a restart', async () => {
  await start({ world: (world) => addLeavers(world, 2), overrides: { logger } });
  const { slack, domo, service } = steward;
  const { tokens } = slack.context;
  Object.assign(tokens, { bot: 'xoxb-sandbox-another', app: 'xapp-1-sandbox-another' });
  domo.renewSecret();
  const written = { SLACK_BOT_TOKEN: tokens.bot, SLACK_APP_TOKEN: tokens.app, DOMO_CLIENT_SECRET: domo.clientSecret };
  await service.reload(await readAgain(written));
  // The connection is made anew with the new token.
  slack.faults.dropSockets('silent');
  const before = slack.refusals().length;
  await until(() => slack.openConnections() === 1);
  const { card } = await askAndSee(steward, { from: firstLeaver });
  await approveUntil(steward, card, { verified: 2 });
  expect(slack.refusals().slice(before)).toEqual([]);
  expect(lines.join('')).toContain('"changed":["SLACK_BOT_TOKEN","SLACK_APP_TOKEN","DOMO_CLIENT_SECRET"]');
}, 60_000);

test('a new signing secret counts at once, and the one before no more', async () => {
  await start({ transport: 'http', overrides: { logger } });
  const { slack, service } = steward;
  const body = JSON.stringify({ type: 'url_verification', challenge: 'c' });
  const signed = async (secret: string) => {
    const headers = signatureHeaders(body, Math.floor(Date.now() / 1000), secret);
    return (await slack.deliverRaw(body, { 'content-type': 'application/json', ...headers })).status;
  };
  expect([await signed(slack.signingSecret), await signed('another secret')]).toEqual([200, 401]);
  await service.reload(await readAgain({ SLACK_SIGNING_SECRET: 'another secret' }));
  expect([await signed(slack.signingSecret), await signed('another secret')]).toEqual([401, 200]);
});

test('what is wrong, or taken up at a start only, is said, and the app goes on as before', async () => {
  await start({ world: (world) => addLeavers(world, 1), overrides: { logger } });
  const { service } = steward;
  await service.reload(await readAgain({ SLACK_BOT_TOKEN: 'no token' }));
  await service.reload(await readAgain({ AUDIT_KEY: 'another key of the audit log' }));
  const said = lines.join('');
  expect(said).toMatch(/SLACK_BOT_TOKEN must be a bot token.*those before stay in use/);
  expect(said).toMatch(/"changed":\["AUDIT_KEY"\].*taken up at the next start/);
  const { card } = await askAndSee(steward, { from: firstLeaver });
  await approveUntil(steward, card, { verified: 2 });
  expect(said).not.toContain('another key of the audit log');
}, 60_000);

test('a new secret is hidden in the log like the first', async () => {
  await start({});
  const hidden = new Set<string>();
  createLiveSecrets(steward.config, { hidden, logger }).take(await readAgain({ DOMO_CLIENT_SECRET: 'brand new' }));
  expect(hidden.has('brand new')).toBe(true);
});
