import fc from 'fast-check';
import { createPace } from '../../src/domo/pace.ts';
import { until } from '../support/until.ts';
import { startPair, stopPairs } from './pair.ts';

afterEach(stopPairs);

function start(most = 20) {
  const rates: number[] = [];
  let clock = 0;
  const pace = createPace({
    requestsPerSecond: most,
    apply: (rate) => rates.push(rate),
    logger: { debug: () => undefined, warn: () => undefined },
    now: () => clock,
  });
  const heed = (status: number, ms = 0) => {
    clock += ms;
    pace.heed(status);
  };
  return { heed, rates };
}

describe('the rate', () => {
  test('is halved by a 429, once for all calls that were under way', () => {
    const { heed, rates } = start();
    for (const ms of [0, 10, 500]) heed(429, ms);
    expect(rates).toEqual([10]);
    heed(429, 600);
    expect(rates).toEqual([10, 5]);
  });

  test('climbs back step by step, and no further than allowed', () => {
    const { heed, rates } = start();
    heed(429);
    for (let second = 1; second <= 60; second += 1) heed(200, 1_000);
    expect(rates).toEqual([10, 12, 14, 16, 18, 20]);
  });

  test('stays between a sixteenth of what is allowed and all of it, whatever Domo answers', () => {
    const answers = fc.array(fc.tuple(fc.constantFrom(0, 200, 404, 429, 500), fc.nat({ max: 10_000 })));
    fc.assert(
      fc.property(answers, (all) => {
        const { heed, rates } = start(16);
        for (const [status, ms] of all) heed(status, ms);
        return rates.every((rate) => rate >= 1 && rate <= 16);
      }),
    );
  });

  test('is nothing while a Retry-After lasts: no other call starts either', async () => {
    const { server, domo, calls } = await startPair({ client: { requestsPerSecond: 100, sleep: undefined } });
    await domo.identity();
    server.faults.add({ kind: 'status', status: 429, retryAfter: '0.4' }, { path: '/v1/users/27', times: 1 });
    const refused = domo.user(27);
    await until(() => calls.some(({ status }) => status === 429));
    const started = performance.now();
    await Promise.all([domo.user(28, { priority: 'person' }), domo.user(29)]);
    expect(performance.now() - started).toBeGreaterThanOrEqual(330);
    await refused;
  });

  test('of real calls is half after a 429', async () => {
    const { server, domo } = await startPair({ client: { requestsPerSecond: 100 } });
    await domo.identity();
    server.faults.add({ kind: 'status', status: 429 }, { times: 1 });
    await domo.user(27);
    const started = performance.now();
    await Promise.all(Array.from({ length: 11 }, () => domo.user(27)));
    expect(performance.now() - started).toBeGreaterThanOrEqual(195);
  });
});
