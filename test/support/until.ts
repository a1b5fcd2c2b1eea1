import { setTimeout as delay } from 'node:timers/promises';

/** Waits for what nobody sees in Slack, such as a call that reached Domo; after 20 s it throws. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Not come true in 20 s: ${holds}`);
    await delay(10);
  }
}
