import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createServer as createTlsServer, getCACertificates, setDefaultCACertificates, TLSSocket } from 'node:tls';
import pino from 'pino';
import { doctor } from '../src/commands/doctor.ts';
import { createDomo } from '../src/domo/client.ts';
import { createReadiness } from '../src/readiness.ts';
import { createSlackClient } from '../src/slack/client.ts';
import { connectPostgres } from '../src/store/postgres.ts';
import { type Certified, certify } from './support/certificate.ts';
import { testDatabase } from './support/database.ts';

/*
 * Servers that speak real TLS under certificates that a client must not take, for each service that the app connects to.
 */

const day = 86_400_000;
const here = '127.0.0.1';
const [tomorrow, yesterday] = [new Date(Date.now() + day), new Date(Date.now() - day)];

const untrusted = certify({ host: here, until: tomorrow });
const expired = certify({ host: here, until: yesterday });
const another = certify({ host: 'other.example', until: tomorrow });

const known = getCACertificates('default');
const servers: Server[] = [];
const sockets = new Set<Socket>();

beforeAll(() => setDefaultCACertificates([...known, expired.cert, another.cert]));

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  for (const socket of sockets) socket.destroy();
});

afterAll(() => setDefaultCACertificates(known));

async function listening(server: Server): Promise<string> {
  servers.push(server);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  await once(server.listen(0, here), 'listening');
  return `${here}:${(server.address() as AddressInfo).port}`;
}

/** Speaks TLS from the first byte, as Slack, Domo and Redis do. */
const secure = ({ key, cert }: Certified) => listening(createTlsServer({ key, cert }).on('tlsClientError', () => {}));

/** Speaks TLS once it was asked for, as PostgreSQL does. */
function securePostgres({ key, cert }: Certified): Promise<string> {
  const server = createServer((socket) => {
    socket.once('data', () => {
      socket.write('S');
      new TLSSocket(socket, { isServer: true, key, cert }).on('error', () => {});
    });
  });
  return listening(server);
}

const cases: [string, Certified, RegExp][] = [
  ['nobody vouches for it', untrusted, /TLS: this machine doesn't trust who issued its certificate/],
  ['it is out of date', expired, /TLS: its certificate is out of date, or the clock of this machine is wrong/],
  ['it is for another host', another, /TLS: its certificate isn't for (?:127\.0\.0\.1|its address)/],
];

describe.each(cases)('a certificate of which %s', (_, certified, reason) => {
  test('/readyz names it, for Domo, Slack and PostgreSQL', async () => {
    const url = `https://${await secure(certified)}`;
    const { db, close } = connectPostgres(`postgres://x:x@${await securePostgres(certified)}/x?sslmode=verify-full`);
    const database = await testDatabase();
    const now = () => new Date();
    const logger = pino({ level: 'silent' });
    const domo = createDomo({ url, clientId: 'id', clientSecret: 'secret', requestsPerSecond: 5, concurrency: 1 });
    const transport = { mode: 'http', signingSecret: 'secret' } as const;
    const slack = createSlackClient({ config: { botToken: 'xoxb-x', apiUrl: `${url}/`, transport }, logger, now });
    const ctx = { database: { ...database, db }, domo, logger, now };
    const { ok, checks } = await createReadiness({ ctx, slack }).ready();
    await Promise.all([domo.stop(), close(), database.close()]);
    expect(ok).toBe(false);
    for (const check of [checks.domo, checks.slack, checks.database]) expect(check).toMatch(reason);
  });

  test('the doctor names it, for Domo, Slack, PostgreSQL and Redis', async () => {
    const at = await secure(certified);
    const out = new PassThrough();
    const env = {
      SLACK_BOT_TOKEN: 'xoxb-1-x',
      SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
      SLACK_API_URL: `https://${at}/api/`,
      DOMO_CLIENT_ID: 'id',
      DOMO_CLIENT_SECRET: 'secret',
      DOMO_API_URL: `https://${at}`,
      DATABASE_URL: `postgres://x:x@${await securePostgres(certified)}/x?sslmode=verify-full`,
      REDIS_URL: `rediss://${at}`,
      AUDIT_KEY: 'a key of this test',
    };
    await doctor([], { env, out, err: out, attached: false });
    out.end();
    const said = (await text(out)).split('\n');
    for (const service of ['Domo', 'Slack', 'Database', 'Redis']) {
      expect(said.filter((line) => line.startsWith(`✗ ${service}: `))).toEqual([expect.stringMatching(reason)]);
    }
  });
});
