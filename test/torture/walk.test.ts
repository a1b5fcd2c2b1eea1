import { randomInt } from 'node:crypto';
import { walk } from './walk/walk.ts';

const seed = randomInt(2 ** 31);

test(`a random walk through faults and kills leaves nothing wrong (npm run torture -- --only walk --seed ${seed} --steps 25)`, async () => {
  const { requests } = await walk({ seed, steps: 25, processes: 1 });
  expect(requests).toBeGreaterThan(0);
}, 300_000);
