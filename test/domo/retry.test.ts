import { createServer } from 'node:net';
import fc from 'fast-check';
import { seeded } from '../../sandbox/domo/seed.ts';
import { DomoUnavailableError } from '../../src/domo/errors.ts';
import { parseRetryAfter, retryDefaults, waitMs } from '../../src/domo/retry.ts';
import { rejection, startPair, stopPairs } from './pair.ts';

afterEach(stopPairs);

const update = { name: 'Party', owner: { id: seeded.gauss, name: 'Carl Friedrich Gauss' } };

describe('reads', () => {
  test.each([429, 500, 502, 503, 504])('are repeated after %i, each attempt counted', async (status) => {
    const { server, domo, calls } = await startPair();
    server.faults.add({ kind: 'status', status }, { times: 2 });
    expect(await domo.user(27)).toMatchObject({ name: 'DomoSupport' });
    const seen = calls.filter(({ route }) => route === '/v1/users/:id');
    expect(seen.map((call) => [call.status, call.attempt])).toEqual([
      [status, 1],
      [status, 2],
      [200, 3],
    ]);
  });

  test('are repeated after a broken connection and after silence', async () => {
    const { server, domo, waits } = await startPair({ client: { timeoutMs: 40 } });
    server.faults.add({ kind: 'reset' }, { times: 1 });
    server.faults.add({ kind: 'hang' }, { times: 1 });
    expect(await domo.user(27)).toMatchObject({ id: 27 });
    expect(waits).toHaveLength(2);
  });

  test('end after the last attempt, with what Domo said last', async () => {
    const { server, domo, waits } = await startPair({ client: { retry: { attempts: 3 } } });
    server.faults.add({ kind: 'status', status: 503, body: 'html' });
    const error = await rejection(domo.dataset(seeded.party));
    expect(error).toMatchObject({ code: 'domo_unavailable', status: 503 });
    expect(String(error)).toContain('Error 503 Service Unavailable');
    expect(waits).toHaveLength(2);
  });

  test('are not repeated after a refusal', async () => {
    const { server, domo, waits } = await startPair();
    server.faults.add({ kind: 'refused' });
    await rejection(domo.dataset(seeded.party));
    expect(waits).toEqual([]);
    expect(server.calls.count('GET', '/v1/datasets')).toBe(1);
  });
});

describe('a write', () => {
  test.each([
    ['a 500 after it was applied', { kind: 'status', status: 500, when: 'after' }],
    ['a 503 with Retry-After', { kind: 'status', status: 503, retryAfter: '0' }],
    ['an HTML 502', { kind: 'status', status: 502, body: 'html' }],
    ['silence', { kind: 'hang' }],
    ['silence after it was applied', { kind: 'hang', when: 'after' }],
    ['a broken connection', { kind: 'reset', when: 'after' }],
  ] as const)('is never repeated after %s', async (_, fault) => {
    const { server, domo, waits } = await startPair({ client: { timeoutMs: 40 } });
    server.faults.add(fault, { method: 'PUT', times: 1 });
    const error = await rejection(domo.updateDataset(seeded.party, update));
    expect(error).toBeInstanceOf(DomoUnavailableError);
    expect(error).toMatchObject({ sent: true });
    expect(server.calls.puts(seeded.party)).toBe(1);
    expect(waits).toEqual([]);
    const applied = 'when' in fault && fault.when === 'after';
    expect(server.world.dataset(seeded.party)?.ownerId).toBe(applied ? seeded.gauss : seeded.support);
  });

  test('is repeated after 429, which did nothing', async () => {
    const { server, domo } = await startPair();
    server.faults.add({ kind: 'status', status: 429 }, { method: 'PUT', times: 2 });
    expect((await domo.updateDataset(seeded.party, update)).owner).toEqual({
      id: seeded.gauss,
      name: 'Carl Friedrich Gauss',
    });
    expect(server.calls.puts(seeded.party)).toBe(3);
  });

  test('is made once for a caller who reads before each try', async () => {
    const { server, domo, waits } = await startPair();
    server.faults.add({ kind: 'status', status: 429, retryAfter: '7' }, { method: 'PUT' });
    const error = await rejection(domo.updateDataset(seeded.party, update, { once: true }));
    expect(error).toMatchObject({ sent: false, retryAfterMs: 7_000 });
    expect(server.calls.puts(seeded.party)).toBe(1);
    // What all others wait.
    expect(waits).toEqual([7_000]);
  });

  test('that nobody took is repeated, and told as not sent', async () => {
    const url = await closedPort();
    const { server, domo, waits } = await startPair({
      // The token comes from the sandbox, the write goes where nobody listens.
      client: {
        fetch: async (target, init) =>
          await fetch(String(target).includes('/oauth/') ? target : `${url}/v1/datasets/x`, init),
      },
    });
    const error = await rejection(domo.updateDataset(seeded.party, update));
    expect(error).toMatchObject({ code: 'domo_unavailable', sent: false });
    expect(String(error)).toContain('ECONNREFUSED');
    expect(waits).toHaveLength(retryDefaults.attempts - 1);
    expect(server.calls.puts(seeded.party)).toBe(0);
  });
});

describe('how long to wait', () => {
  test('Retry-After in seconds is what is waited', async () => {
    const { server, domo, waits } = await startPair();
    server.faults.add({ kind: 'status', status: 429, retryAfter: '7' }, { times: 1 });
    server.faults.add({ kind: 'status', status: 503, retryAfter: '86400' }, { times: 1 });
    await domo.user(27);
    expect(waits).toContain(7_000);
    expect(waits).toContain(retryDefaults.retryAfterCapMs);
  });

  test('Retry-After as a date counts from now', async () => {
    const now = () => new Date('2026-01-02T03:04:05Z');
    const { server, domo, waits } = await startPair({ client: { now }, server: { now } });
    server.faults.add({ kind: 'status', status: 429, retryAfter: 'Fri, 02 Jan 2026 03:04:17 GMT' }, { times: 1 });
    await domo.user(27);
    // The call that was refused, and all others.
    expect(waits).toEqual([12_000, 12_000]);
  });

  test('a header that cannot be read, or is of the past, does no harm', () => {
    const now = new Date('2026-01-02T03:04:05Z');
    expect(parseRetryAfter('Fri, 02 Jan 2026 03:00:00 GMT', now)).toBe(0);
    for (const header of [null, '', ' ', 'soon', '-5', 'NaN']) {
      const ms = parseRetryAfter(header, now);
      expect(ms === undefined || ms >= 0).toBe(true);
    }
  });

  test('a back-off lies between 0 and its doubled and capped bound', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, random) => {
          const ms = waitMs(attempt, undefined, retryDefaults, () => random);
          const bound = Math.min(retryDefaults.capMs, retryDefaults.baseMs * 2 ** (attempt - 1));
          expect(ms).toBeGreaterThanOrEqual(0);
          expect(ms).toBeLessThan(bound);
          expect(ms).toBeCloseTo(random * bound, 6);
        },
      ),
    );
  });

  test('what Domo asks for is never exceeded by jitter, nor the cap by Domo', () => {
    fc.assert(
      fc.property(fc.nat({ max: 10_000_000 }), fc.integer({ min: 1, max: 9 }), (asked, attempt) => {
        expect(waitMs(attempt, asked, retryDefaults, () => 0.5)).toBe(Math.min(asked, retryDefaults.retryAfterCapMs));
      }),
    );
  });
});

async function closedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}
