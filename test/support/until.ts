import { setTimeout as delay } from 'node:timers/promises';

/** Waits for what nobody sees in Slack, such as a call that reached Domo; after `within` ms it throws. */
export async function until(holds: () => boolean | Promise<boolean>, within = 75_000): Promise<void> {
  const deadline = Date.now() + within;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Not come true in ${within / 1_000} s: ${holds}`);
    await delay(10);
  }
}
