import { createPace } from '../../src/slack/pace.ts';

/** Slack's own, a minute (Tier 3). */
const tier3 = 50;

afterEach(() => jest.useRealTimers());

/** Lets so many ms pass in steps, and what waits for each go on. */
async function letPass(ms: number, step: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += step) {
    jest.advanceTimersByTime(step);
    for (let turn = 0; turn < 50; turn += 1) await null;
  }
}

test.each([60_000, 1_000])('no minute of %d ms has more updates than Slack allows, nor the first', async (minuteMs) => {
  jest.useFakeTimers();
  const pace = createPace(minuteMs);
  const at: number[] = [];
  for (let call = 0; call < 120; call += 1) void pace('now', async () => at.push(Date.now()));
  await letPass(5 * minuteMs, minuteMs / 1_000);
  expect(at).toHaveLength(120);
  const busiest = Math.max(...at.map((from) => at.filter((time) => time >= from && time < from + minuteMs).length));
  expect(busiest).toBeLessThanOrEqual(tier3);
  expect(busiest).toBeGreaterThan(0.8 * tier3);
});

test('progress leaves half of the burst to what is urgent, and waits for nothing', async () => {
  jest.useFakeTimers();
  const pace = createPace();
  const order: string[] = [];
  const progress = async () => order.push('progress');
  const outcomes: unknown[] = [];
  for (let call = 0; call < 30; call += 1) {
    void pace('if there is room', progress).then((outcome) => outcomes.push(outcome));
    await letPass(10, 1);
  }
  expect(outcomes.filter((outcome) => outcome === 'later')).toHaveLength(20);
  for (let call = 0; call < 10; call += 1) void pace('now', async () => order.push('urgent'));
  await letPass(1_000, 1);
  expect(order).toEqual([...Array(10).fill('progress'), ...Array(10).fill('urgent')]);
});

test('once the burst is used up, what is urgent goes first', async () => {
  jest.useFakeTimers();
  const pace = createPace();
  const order: string[] = [];
  for (let call = 0; call < 30; call += 1) void pace('soon', async () => order.push('soon'));
  await letPass(1_000, 1);
  const before = order.length;
  void pace('now', async () => order.push('urgent'));
  await letPass(30_000, 50);
  expect(order.indexOf('urgent')).toBe(before);
  expect(order).toHaveLength(31);
});
