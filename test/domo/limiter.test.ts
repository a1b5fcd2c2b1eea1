import { seeded } from '../../sandbox/domo/seed.ts';
import { DomoUnavailableError } from '../../src/domo/errors.ts';
import { until } from '../support/until.ts';
import { rejection, startPair, stopPairs } from './pair.ts';

afterEach(stopPairs);

describe('the limiter', () => {
  test('keeps the rate, retries included', async () => {
    const { server, domo } = await startPair({ client: { requestsPerSecond: 100, concurrency: 50 } });
    const starts: number[] = [];
    server.on('call', ({ ms }) => starts.push(performance.now() - ms));
    server.faults.add({ kind: 'status', status: 503 }, { times: 5 });
    const started = performance.now();
    await Promise.all(Array.from({ length: 15 }, () => domo.user(27)));
    // 15 calls, 5 of them twice, one token: 20 gaps of 10 ms.
    expect(starts).toHaveLength(21);
    expect(performance.now() - started).toBeGreaterThanOrEqual(195);
  });

  test('keeps the concurrency', async () => {
    const { server, domo } = await startPair({ client: { concurrency: 3 } });
    server.faults.add({ kind: 'slow', ms: 100 });
    await Promise.all(Array.from({ length: 12 }, () => domo.user(27, { priority: 'person' })));
    expect(server.peak()).toBe(3);
  });

  test('leaves a slot to people, however slow bulk work is', async () => {
    const { server, domo } = await startPair({ client: { concurrency: 3 } });
    await domo.identity();
    const stuck = server.faults.add({ kind: 'hang' }, { path: '/v1/users/27' });
    const bulk = Promise.allSettled(Array.from({ length: 8 }, () => domo.user(27)));
    await until(() => stuck.hits >= 2);
    expect(await domo.user(28, { priority: 'person' })).toMatchObject({ id: 28 });
    expect(stuck.hits).toBe(2);
    await domo.stop();
    await bulk;
  });

  test('goes on when the clock is set back', async () => {
    const { server, domo, logged } = await startPair({ client: { requestsPerSecond: 100 } });
    await domo.user(27);
    const { now } = Date;
    try {
      Date.now = () => now() - 3_600_000;
      await Promise.all(Array.from({ length: 12 }, () => domo.user(27)));
    } finally {
      Date.now = now;
    }
    expect(server.calls.count('GET', '/v1/users')).toBe(13);
    expect(logged).toEqual([expect.objectContaining({ message: expect.stringContaining('clock was moved') })]);
  });

  test('lets a person pass bulk work, however much of it waits', async () => {
    const { server, domo } = await startPair({ client: { concurrency: 2, requestsPerSecond: 500 } });
    await domo.identity();
    server.faults.add({ kind: 'slow', ms: 2 });
    const done: string[] = [];
    const bulk = Array.from({ length: 200 }, async () => {
      await domo.user(27, { priority: 'bulk' });
      done.push('bulk');
    });
    await until(() => done.length > 0);
    const before = done.length;
    await domo.user(28, { priority: 'person' });
    expect(done.length - before).toBeLessThanOrEqual(4);
    expect(done.length).toBeLessThan(60);
    await Promise.all(bulk);
  });

  test('gives a person the next slot, not the one behind all those that bulk calls wait for', async () => {
    const { server, domo } = await startPair({ client: { concurrency: 20, requestsPerSecond: 50 } });
    await domo.identity();
    const seen: string[] = [];
    server.on('call', ({ path }) => seen.push(path));
    const bulk = Promise.allSettled(Array.from({ length: 60 }, () => domo.user(27)));
    await until(() => seen.length >= 3);
    await domo.user(28, { priority: 'person' });
    // One was under way, and one may have had its time come.
    expect(seen.indexOf('/v1/users/28')).toBeLessThanOrEqual(6);
    await bulk;
  });

  test('lets a person pass the bulk call that waits already', async () => {
    const { server, domo } = await startPair({ client: { concurrency: 1 } });
    await domo.identity();
    const seen: string[] = [];
    server.on('call', ({ path }) => seen.push(path));
    const slow = server.faults.add({ kind: 'slow', ms: 20 }, { times: 1 });
    const bulk = [27, 29].map((id) => domo.user(id, { priority: 'bulk' }));
    await until(() => slow.hits > 0);
    await domo.user(28, { priority: 'person' });
    await Promise.all(bulk);
    expect(seen).toEqual(['/v1/users/27', '/v1/users/28', '/v1/users/29']);
  });

  test('lets short work pass the bulk work that waits, and leaves the slot of people to them', async () => {
    const { server, domo } = await startPair({ client: { concurrency: 3 } });
    await domo.identity();
    const stuck = server.faults.add({ kind: 'hang' }, { path: '/v1/users/27' });
    const caller = new AbortController();
    const hanging = [1, 2].map(() => rejection(domo.user(27, { signal: caller.signal })));
    await until(() => stuck.hits >= 2);
    const seen: string[] = [];
    server.on('call', ({ path }) => seen.push(path));
    const waiting = [domo.user(29), domo.user(29), domo.dataset(seeded.party, { priority: 'short' })];
    await domo.user(28, { priority: 'person' });
    expect(seen).toEqual(['/v1/users/28']);
    caller.abort(new Error('not wanted any more'));
    await Promise.all([...hanging, ...waiting]);
    const answered = seen.filter((path) => path !== '/v1/users/27');
    expect(answered[1]).toBe(`/v1/datasets/${seeded.party}`);
  });

  test('has the slot of an aborted call free at once', async () => {
    const { server, domo } = await startPair({ client: { concurrency: 1 } });
    await domo.identity();
    const hang = server.faults.add({ kind: 'hang' }, { path: '/v1/users/28' });
    const caller = new AbortController();
    const stuck = rejection(domo.user(28, { signal: caller.signal }));
    await until(() => hang.hits > 0);
    const next = domo.user(27);
    caller.abort(new Error('not wanted any more'));
    expect(String(await stuck)).toContain('not wanted any more');
    expect(await next).toMatchObject({ id: 27 });
  });

  test('never sends what was aborted while it waited', async () => {
    const { server, domo } = await startPair({ client: { concurrency: 1 } });
    await domo.identity();
    const slow = server.faults.add({ kind: 'slow', ms: 20 }, { times: 1 });
    const first = domo.user(27);
    const caller = new AbortController();
    const waiting = Array.from({ length: 9 }, () => rejection(domo.user(28, { signal: caller.signal })));
    await until(() => slow.hits > 0);
    caller.abort(new Error('stopped'));
    expect((await Promise.all(waiting)).map(String)).toEqual(Array.from({ length: 9 }, () => 'Error: stopped'));
    await first;
    expect(await domo.user(29)).toMatchObject({ id: 29 });
    expect(server.calls.count('GET', '/v1/users/28')).toBe(0);
    expect(await rejection(domo.user(27, { signal: caller.signal }))).toBe(caller.signal.reason);
  });

  test('ends a wait before a retry when the caller gives up', async () => {
    const { server, domo } = await startPair({ client: { sleep: undefined } });
    server.faults.add({ kind: 'status', status: 429, retryAfter: '60' });
    const caller = new AbortController();
    const waiting = rejection(domo.user(27, { signal: caller.signal }));
    await until(() => server.calls.count('GET', '/v1') > 0);
    caller.abort(new Error('enough'));
    expect(String(await waiting)).toContain('enough');
  });

  test('ends everything when the client is stopped', async () => {
    const { server, domo } = await startPair({ client: { concurrency: 1 } });
    server.faults.add({ kind: 'hang' });
    const calls = [27, 28].map((id) => rejection(domo.user(id)));
    await until(() => server.tokensIssued() > 0);
    await domo.stop();
    for (const error of await Promise.all(calls)) expect(error).toBeInstanceOf(DomoUnavailableError);
    expect(await rejection(domo.dataset(seeded.party))).toMatchObject({ sent: false });
  });
});
