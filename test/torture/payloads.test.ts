import { randomInt } from 'node:crypto';
import { torturePayloads } from './payloads/payloads.ts';

const seed = randomInt(2 ** 31);

test(`300 broken deliveries are answered, and lead to nothing (npm run torture -- --only payloads --seed ${seed})`, async () => {
  const { answers, recorded } = await torturePayloads({ seed, count: 300 });
  expect(recorded).toBeGreaterThan(100);
  // Not all are broken so that nothing looks at them.
  expect(answers.byStatus[200]).toBeGreaterThan(150);
  expect(answers.byStatus[401]).toBeGreaterThan(0);
}, 180_000);
