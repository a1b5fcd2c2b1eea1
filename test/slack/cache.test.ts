import { createCache } from '../../src/slack/cache.ts';

test('answers whose time is over make room for others, so that it does not grow without end', async () => {
  let now = 0;
  const cache = createCache<number>(60_000, () => new Date(now));
  let loads = 0;
  const ask = (key: string) => cache.get(key, async () => (loads += 1));
  for (let nth = 0; nth <= 1_000; nth += 1) await ask(`old ${nth}`);
  now = 61_000;
  await ask('new');
  // Only what is gone is asked for again where the old answers would still hold.
  now = 1;
  loads = 0;
  for (let nth = 0; nth <= 1_000; nth += 1) await ask(`old ${nth}`);
  expect(loads).toBe(1_001);
});
