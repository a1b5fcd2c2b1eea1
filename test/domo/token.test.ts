import { seeded } from '../../sandbox/domo/seed.ts';
import { DomoCredentialsError, DomoUnavailableError } from '../../src/domo/errors.ts';
import { rejection, startPair, stopPairs } from './pair.ts';

afterEach(stopPairs);

describe('the token', () => {
  test('is asked for once by callers who come together, and kept', async () => {
    const { server, domo } = await startPair();
    await Promise.all([domo.user(27), domo.user(28), domo.user(29), domo.identity()]);
    await domo.user(27);
    expect(server.tokensIssued()).toBe(1);
  });

  test('says whom the app acts as', async () => {
    const { domo } = await startPair();
    expect(await domo.identity()).toEqual({
      customer: 'mathematicians',
      userId: 27,
      role: 'Admin',
      scopes: ['data', 'user'],
    });
  });

  test.each([
    { ttl: 3_599, goodFor: 3_298, renewedAt: 3_300 },
    { ttl: 60, goodFor: 53, renewedAt: 54.001 },
  ])(
    'of $ttl s is renewed before it expires, sooner than Domo would refuse it',
    async ({ ttl, goodFor, renewedAt }) => {
      let time = 0;
      const now = () => new Date(time * 1000);
      const { server, domo, calls } = await startPair({ server: { now, tokenTtlSeconds: ttl }, client: { now } });
      await domo.user(27);
      time = goodFor;
      await domo.user(27);
      expect(server.tokensIssued()).toBe(1);
      time = renewedAt;
      await Promise.all([domo.user(27), domo.user(28)]);
      expect(server.tokensIssued()).toBe(2);
      expect(calls.map(({ status }) => status)).not.toContain(401);
    },
  );

  test('that Domo no longer takes is renewed once for all, and the calls are replayed, writes too', async () => {
    const { server, domo } = await startPair();
    await domo.user(27);
    server.expireTokens();
    const update = { name: 'Party', owner: { id: seeded.gauss, name: 'Carl Friedrich Gauss' } };
    const [dataset] = await Promise.all([domo.updateDataset(seeded.party, update), domo.user(27), domo.user(28)]);
    expect(dataset.owner?.id).toBe(seeded.gauss);
    expect(server.tokensIssued()).toBe(2);
  });

  test('is not renewed again when the new one is refused as well', async () => {
    const { server, domo } = await startPair();
    server.faults.add({ kind: 'status', status: 401 }, { path: '/v1/users' });
    expect(await rejection(domo.user(27))).toBeInstanceOf(DomoCredentialsError);
    expect(server.calls.count('GET', '/v1/users')).toBe(2);
    expect(server.tokensIssued()).toBe(2);
  });

  test('refused at the token endpoint is told at once, and the secret is in no word of it', async () => {
    const clientSecret = 'the-secret-of-this-test';
    const { server, domo, logged } = await startPair({ client: { clientSecret } });
    const error = await rejection(domo.user(27));
    expect(error).toBeInstanceOf(DomoCredentialsError);
    expect(String(error)).toContain('Bad client credentials');
    expect(server.calls.count('GET', '/oauth/token')).toBe(1);
    expect(`${String(error)} ${JSON.stringify({ error, logged })}`).not.toContain(clientSecret);
  });

  test.each([
    ['an error', { kind: 'status', status: 500 }],
    ["a proxy's page", { kind: 'status', status: 200, body: 'html' }],
  ] as const)('that cannot be had for %s leaves a write surely unsent', async (_, fault) => {
    const { server, domo, waits } = await startPair();
    server.faults.add(fault, { path: '/oauth' });
    const error = await rejection(domo.updateDataset(seeded.party, { name: 'Party' }));
    expect(error).toBeInstanceOf(DomoUnavailableError);
    expect(error).toMatchObject({ sent: false, status: fault.status });
    expect(waits).toHaveLength(4);
    expect(server.calls.puts(seeded.party)).toBe(0);
  });

  test('that does not come is waited for no longer than the caller wants', async () => {
    const { server, domo } = await startPair();
    server.faults.add({ kind: 'hang' }, { path: '/oauth' });
    const late = new Error('late');
    expect(await rejection(domo.identity({ signal: AbortSignal.abort(late) }))).toBe(late);
    const controller = new AbortController();
    const asked = rejection(domo.identity({ signal: controller.signal }));
    controller.abort(late);
    expect(await asked).toBe(late);
  });

  test.each([
    ['no new one can be had', { kind: 'status', status: 503 }],
    ["there is a proxy's page in its place", { kind: 'status', status: 200, body: 'html' }],
  ] as const)('serves to its end while %s', async (_, fault) => {
    let time = 0;
    const now = () => new Date(time * 1000);
    const { server, domo } = await startPair({ server: { now }, client: { now } });
    await domo.user(27);
    server.faults.add(fault, { path: '/oauth' });
    time = 3_400;
    expect(await domo.user(27)).toMatchObject({ id: 27 });
    time = 3_600;
    expect(await rejection(domo.user(27))).toBeInstanceOf(DomoUnavailableError);
  });

  test('secrets that a proxy echoes do not get into an error', async () => {
    const { server, domo } = await startPair({
      client: {
        fetch: async (url, init) => {
          if (String(url).includes('/oauth/')) return await fetch(url, init);
          const echoed = new Headers(init?.headers).get('authorization');
          return new Response(`<html><body>Blocked: ${echoed}</body></html>`, { status: 400 });
        },
      },
    });
    const error = String(await rejection(domo.user(27)));
    expect(error).toContain('Blocked: Bearer [secret]');
    expect(error).not.toContain('eyJ');
    expect(server.tokensIssued()).toBe(1);
  });
});
