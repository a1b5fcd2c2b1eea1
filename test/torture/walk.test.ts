import { walk } from './walk/walk.ts';

/** The same each time, so that a failure tells of the last change, and not of the day. `npm run torture` takes others. */
const seed = 101;

test(`a random walk through faults and kills leaves nothing wrong (npm run torture -- --only walk --seed ${seed} --steps 25)`, async () => {
  const { requests, weather } = await walk({ seed, steps: 25, processes: 1 });
  expect(requests).toBeGreaterThan(0);
  expect(Object.keys(weather)).toEqual(
    expect.arrayContaining(['Domo is gone for ten minutes of its clock', 'a process is killed']),
  );
}, 300_000);
