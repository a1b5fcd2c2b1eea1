import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { Redis } from 'ioredis';
import { pingRedis } from '../../src/domo/ping-redis.ts';
import { until } from '../support/until.ts';
import { startPair, stopPairs } from './pair.ts';

const closing: (() => void)[] = [];

afterEach(async () => {
  await stopPairs();
  for (const close of closing.splice(0)) close();
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

describe('without Redis', () => {
  test('a closed port costs half the concurrency and a warning, and nothing waits for ever', async () => {
    const redisUrl = 'redis://:hush@127.0.0.1:9';
    const { server, domo, logged } = await startPair({ client: { redisUrl, redisTimeoutMs: 500 } });
    server.faults.add({ kind: 'slow', ms: 15 });
    await Promise.all(Array.from({ length: 8 }, () => domo.user(27, { priority: 'person' })));
    expect(server.peak()).toBe(2);
    expect(logged).toEqual([expect.objectContaining({ message: expect.stringContaining('Redis is away') })]);
    expect(JSON.stringify(logged)).not.toContain('hush');
  });

  test('each of three processes takes a third of the rate', async () => {
    const redisUrl = 'redis://127.0.0.1:9';
    const client = { redisUrl, redisTimeoutMs: 500, requestsPerSecond: 90, processes: async () => 3 };
    const one = await startPair({ client });
    const { url, clientId, clientSecret } = one.server;
    const others = [1, 2].map(() => startPair({ client: { ...client, url, clientId, clientSecret } }));
    const all = [one, ...(await Promise.all(others))].map(({ domo }) => domo);
    await Promise.all(all.map((domo) => domo.identity()));
    const started = performance.now();
    await Promise.all(all.flatMap((domo) => Array.from({ length: 16 }, () => domo.user(27))));
    expect((48 * 1_000) / (performance.now() - started)).toBeLessThanOrEqual(96);
  });

  test('a Redis that takes the connection and says nothing is given up in time', async () => {
    const mute = createServer((socket) => closing.push(() => socket.destroy()));
    const port = await listen(mute);
    closing.push(() => mute.close());
    const { domo, logged } = await startPair({
      client: { redisUrl: `redis://127.0.0.1:${port}`, redisTimeoutMs: 40 },
    });
    expect(await domo.user(27)).toMatchObject({ id: 27 });
    expect(logged).toHaveLength(1);
    await expect(pingRedis(`redis://127.0.0.1:${port}`, 40)).rejects.toThrow();
  });
});

// With a server named and away these fail: a limit that is not shared must be noticed.
const redisUrl = process.env.TEST_REDIS_URL;
const withRedis = redisUrl === undefined ? describe.skip : describe;

withRedis('with Redis', () => {
  /** A way to the server that can be cut, or fall silent. */
  async function startRedis(): Promise<{ url: string; end(how: 'cut' | 'silent' | 'mute for messages'): void }> {
    const target = new URL(redisUrl ?? '');
    const sockets = new Set<Socket>();
    /** Of the connections for messages, both ways. */
    const subscribers = new Set<Socket>();
    const server = createServer((inward) => {
      const outward = connect(Number(target.port || 6379), target.hostname);
      for (const [from, to] of [
        [inward, outward],
        [outward, inward],
      ] as const) {
        sockets.add(from);
        from.on('error', () => to.destroy()).on('close', () => to.destroy());
        from.pipe(to);
      }
      inward.on('data', (bytes) => {
        if (bytes.includes('subscribe')) subscribers.add(inward).add(outward);
      });
    });
    const url = new URL(target);
    url.hostname = '127.0.0.1';
    url.port = String(await listen(server));
    const cut = () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    };
    closing.push(cut);
    return {
      url: url.href,
      end(how) {
        if (how === 'cut') return cut();
        for (const socket of how === 'silent' ? sockets : subscribers) socket.unpipe().pause();
      },
    };
  }

  beforeAll(async () => {
    const target = new URL(redisUrl ?? '');
    const socket = connect(Number(target.port || 6379), target.hostname);
    await once(socket, 'connect');
    socket.destroy();
  });

  test('a PING is answered', async () => {
    const redis = await startRedis();
    await pingRedis(redis.url, 2_000);
  });

  test('two clients share one rate', async () => {
    const redis = await startRedis();
    const client = { redisUrl: redis.url, requestsPerSecond: 100, concurrency: 50 };
    const { server, domo, logged } = await startPair({ client });
    const other = await startPair({
      client: { ...client, url: server.url, clientId: server.clientId, clientSecret: server.clientSecret },
    });
    await Promise.all([domo.identity(), other.domo.identity()]);
    const started = performance.now();
    await Promise.all(Array.from({ length: 24 }, (_, index) => (index % 2 ? domo : other.domo).user(27)));
    expect(performance.now() - started).toBeGreaterThanOrEqual(230);
    expect([...logged, ...other.logged]).toEqual([]);
  });

  test('two clients share a lower rate after a 429, and wait together as long as Domo asks', async () => {
    const redis = await startRedis();
    const client = { redisUrl: redis.url, requestsPerSecond: 100, concurrency: 50, sleep: undefined };
    const { server, domo } = await startPair({ client });
    const { url, clientId, clientSecret } = server;
    const other = await startPair({ client: { ...client, url, clientId, clientSecret } });
    await Promise.all([domo.identity(), other.domo.identity()]);
    server.faults.add({ kind: 'status', status: 429, retryAfter: '0.5' }, { path: '/v1/users/27', times: 1 });
    const started = performance.now();
    await domo.user(27);
    const [held] = [performance.now() - started];
    expect(held).toBeGreaterThanOrEqual(480);
    const both = performance.now();
    await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 ? domo : other.domo).user(28)));
    expect(performance.now() - both).toBeGreaterThanOrEqual(370);
    // What the other one hears while it has nothing to do.
    server.faults.add({ kind: 'status', status: 429, retryAfter: '0.5' }, { path: '/v1/users/27', times: 1 });
    const refused = domo.user(27);
    let waits = true;
    void refused.finally(() => {
      waits = false;
    });
    await until(() => server.calls.count('GET', '/v1/users/27') >= 3);
    const before = server.calls.count('GET', '/v1/users/29');
    while (waits) await other.domo.user(29);
    // One before it heard of it, and one behind; unheld it makes 12 in half a second.
    expect(server.calls.count('GET', '/v1/users/29') - before).toBeLessThanOrEqual(4);
  });

  test('who comes later goes on at the lower rate after a 429', async () => {
    const redis = await startRedis();
    const client = { redisUrl: redis.url, requestsPerSecond: 100, concurrency: 50 };
    const { server, domo } = await startPair({ client });
    const { url, clientId, clientSecret } = server;
    const same = { ...client, url, clientId, clientSecret };
    await domo.identity();
    server.faults.add({ kind: 'status', status: 429 }, { path: '/v1/users/27', times: 1 });
    await domo.user(27);
    expect(domo.load().requestsPerSecond).toBe(50);
    const later = await startPair({ client: same });
    await later.domo.identity();
    expect(later.domo.load().requestsPerSecond).toBe(50);
    const started = performance.now();
    await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 ? domo : later.domo).user(28)));
    expect(performance.now() - started).toBeGreaterThanOrEqual(370);
    // Another limit may be configured meanwhile: a lower one holds, a higher one is not gone to at once.
    const higher = await startPair({ client: { ...same, requestsPerSecond: 400 } });
    await higher.domo.identity();
    expect(higher.domo.load().requestsPerSecond).toBe(50);
    const lower = await startPair({ client: { ...same, requestsPerSecond: 20 } });
    await lower.domo.identity();
    expect(lower.domo.load().requestsPerSecond).toBe(20);
  });

  test('a user with a password, who may touch only keys with a prefix, is enough', async () => {
    const admin = new Redis(redisUrl ?? '');
    closing.push(() => admin.disconnect());
    await admin.call('ACL', 'SETUSER', 'steward-test', 'on', '>let me in', '~steward:*', '&*', '+@all');
    const target = new URL(redisUrl ?? '');
    target.username = 'steward-test';
    target.password = 'let me in';
    target.searchParams.set('keyPrefix', 'steward:');
    const { domo, logged } = await startPair({ client: { redisUrl: target.href } });
    await Promise.all([27, 28, 29].map((id) => domo.user(id)));
    expect(logged).toEqual([]);
    expect(await admin.keys('steward:b_domo-*')).not.toEqual([]);
    await admin.call('ACL', 'DELUSER', 'steward-test');
  });

  test('a rate that is no whole number of ms between calls is kept, after a 429 too', async () => {
    const keyPrefix = `${randomUUID()}:`;
    const own = new URL(redisUrl ?? '');
    own.searchParams.set('keyPrefix', keyPrefix);
    const { server, domo, logged } = await startPair({ client: { redisUrl: own.href, requestsPerSecond: 300 } });
    const client = new Redis(redisUrl ?? '');
    closing.push(() => client.disconnect());
    const paces = async () => {
      const keys = await client.keys(`${keyPrefix}b_domo-*_settings`);
      return (await Promise.all(keys.map((key) => client.hget(key, 'minTime')))).map(Number).toSorted();
    };
    await domo.identity();
    // The bulk lane passes through the general one, and has no pace of its own.
    expect(await paces()).toEqual([0, 1000 / 300]);
    server.faults.add({ kind: 'status', status: 429 }, { path: '/v1/users/27', times: 1 });
    await domo.user(27);
    await until(async () => !(await paces()).includes(1000 / 300));
    expect(await paces()).toEqual([0, 1000 / 150]);
    await Promise.all([28, 29].map((id) => domo.user(id)));
    const away = { message: expect.stringContaining('Redis is away') };
    expect(logged).not.toContainEqual(expect.objectContaining(away));
  });

  test('a process whose clock is ahead holds up no other', async () => {
    const redis = await startRedis();
    const client = { redisUrl: redis.url, requestsPerSecond: 50 };
    const ahead = await startPair({ client });
    const { url, clientId, clientSecret } = ahead.server;
    const { now } = Date;
    try {
      Date.now = () => now() + 30_000;
      await ahead.domo.user(27);
    } finally {
      Date.now = now;
    }
    const { domo, logged } = await startPair({ client: { ...client, url, clientId, clientSecret } });
    const started = performance.now();
    await domo.user(28);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect([...logged, ...ahead.logged]).toEqual([]);
  });

  test('the limits of the last to start hold', async () => {
    const redis = await startRedis();
    const slow = await startPair({ client: { redisUrl: redis.url, requestsPerSecond: 1 } });
    await slow.domo.identity();
    const { url, clientId, clientSecret } = slow.server;
    const quick = { redisUrl: redis.url, requestsPerSecond: 500, url, clientId, clientSecret };
    const { domo } = await startPair({ client: quick });
    await domo.identity();
    const started = performance.now();
    await Promise.all([27, 28, 29].map((id) => domo.user(id)));
    expect(performance.now() - started).toBeLessThan(900);
  });

  test.each(['cut', 'silent', 'mute for messages'] as const)(
    'that is %s in the middle loses no call and repeats none',
    async (end) => {
      const redis = await startRedis();
      const { server, domo, logged } = await startPair({
        client: { redisUrl: redis.url, redisTimeoutMs: 100, requestsPerSecond: 200 },
      });
      await domo.identity();
      const calls = Promise.all(Array.from({ length: 40 }, () => domo.user(27, { priority: 'person' })));
      await until(() => server.calls.count('GET', '/v1/users') >= 8);
      redis.end(end);
      expect(await calls).toHaveLength(40);
      expect(server.calls.count('GET', '/v1/users')).toBe(40);
      // The calls may all get through without a message: the next ping notices all the same.
      await until(() => logged.length > 0);
      expect(logged).toHaveLength(1);
    },
  );
});
