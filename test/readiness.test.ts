import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { startDomo } from '../sandbox/domo/server.ts';
import { type SlackServer, startSlack } from '../sandbox/slack/start-slack.ts';
import { createDomo } from '../src/domo/client.ts';
import { createProduct } from '../src/domo/product/client.ts';
import { ofInstance } from '../src/domo/product/of-instance.ts';
import { createAccessTokenWatch } from '../src/domo/product/token-watch.ts';
import { createReadiness } from '../src/readiness.ts';
import { createSlackClient } from '../src/slack/client.ts';
import { freeSpace } from '../src/store/free-space.ts';
import { testDatabase } from './support/database.ts';
import { onLinux } from './support/on-linux.ts';

const logger = pino({ level: 'silent' });
const now = () => new Date();

/** The app's way to a Slack that answers, or to an address where none does. */
function slackAt(apiUrl: string, botToken = 'xoxb-secret') {
  const transport = { mode: 'http', signingSecret: 'secret' } as const;
  return createSlackClient({ config: { botToken, apiUrl, transport }, logger, now });
}

let reached: SlackServer;
beforeAll(async () => {
  reached = await startSlack();
});
afterAll(() => reached.close());

test('/readyz says why the database is not reached, and not with which statement', async () => {
  const database = await testDatabase();
  await database.close();
  const nowhere = { url: 'http://127.0.0.1:9', clientId: 'id', clientSecret: 'secret' };
  const domo = createDomo({ ...nowhere, requestsPerSecond: 5, concurrency: 1, retry: { attempts: 1 } });
  const ctx = { database, domo, logger, now };
  const { checks } = await createReadiness({ ctx, slack: slackAt(reached.apiUrl, reached.botToken) }).ready();
  await domo.stop();
  expect(checks).toMatchObject({ slack: 'reached', database: expect.stringMatching(/^not reached: .*(closed|end)/) });
  expect(checks.database).not.toContain('select');
});

/** An address at which a server without TLS listens. */
async function plainAddress(): Promise<string> {
  const plain = createServer().listen(0, '127.0.0.1');
  servers.push(plain);
  await once(plain, 'listening');
  const { port } = plain.address() as AddressInfo;
  return `127.0.0.1:${port}`;
}

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => void server.close()));

test.each([
  // No port that fetch refuses by itself, and none that another test's server may take.
  ['nobody listens', async () => 'http://127.0.0.1:2', /nothing listens at 127\.0\.0\.1:\d+ \(connection refused\)$/],
  [
    'the name is unknown',
    async () => 'http://no-such-host.invalid',
    /the host name no-such-host\.invalid can't be (found|looked up right now) \(DNS\)$/,
  ],
  ['it speaks no TLS', async () => `https://${await plainAddress()}`, /TLS failed at its address \(ERR_SSL_\w+\)$/],
])('/readyz says why Domo and Slack are not reached: %s', async (_, address, reason) => {
  const url = await address();
  const database = await testDatabase();
  const domo = createDomo({ url, clientId: 'id', clientSecret: 'secret', requestsPerSecond: 5, concurrency: 1 });
  const ctx = { database, domo, logger, now };
  const { ok, checks } = await createReadiness({ ctx, slack: slackAt(`${url}/`) }).ready();
  await Promise.all([domo.stop(), database.close()]);
  expect({ ok, database: checks.database }).toEqual({ ok: false, database: 'reached' });
  for (const check of [checks.domo, checks.slack]) expect(check).toMatch(reason);
});

test('/readyz and the log warn of an access token that ends soon, which is no reason to be not ready', async () => {
  const [database, server] = [await testDatabase(), await startDomo()];
  server.product.expireTokenAt(new Date(now().getTime() + 5.5 * 86_400_000));
  const { url, clientId, clientSecret } = server;
  const domo = createDomo({ url, clientId, clientSecret, requestsPerSecond: 100, concurrency: 4 });
  const token = { url: server.product.url, accessToken: server.product.token, check: ofInstance(domo) };
  const product = createProduct({ ...token, requestsPerSecond: 100, concurrency: 4 });
  const lines: string[] = [];
  const warnings = pino({ level: 'warn' }, { write: (line) => void lines.push(line) });
  const ready = createReadiness({
    ctx: { database, domo, logger: warnings, now },
    slack: slackAt(reached.apiUrl, reached.botToken),
    accessToken: createAccessTokenWatch(product, { logger: warnings, now }),
  });
  const { ok, checks } = await ready.ready();
  await ready.ready();
  await Promise.all([product.stop(), domo.stop(), server.close(), database.close()]);
  expect({ ok, said: checks.accessToken }).toEqual({ ok: true, said: expect.stringContaining('expires in 5 days') });
  expect(lines).toHaveLength(1);
});

onLinux('/readyz is red and says so while the disk of an embedded database has hardly any room', async () => {
  const [database, server] = [await testDatabase(), await startDomo()];
  const { url, clientId, clientSecret } = server;
  const domo = createDomo({ url, clientId, clientSecret, requestsPerSecond: 100, concurrency: 4 });
  const full = { ...database, freeSpace: () => freeSpace('/proc') };
  const ctx = { database: full, domo, logger, now };
  const readiness = await createReadiness({ ctx, slack: slackAt(reached.apiUrl, reached.botToken) }).ready();
  await Promise.all([domo.stop(), server.close(), database.close()]);
  expect(readiness).toEqual({
    ok: false,
    checks: { database: 'reached', slack: 'reached', domo: 'reached', disk: '0 MB free' },
  });
});
