import { addEventHandler } from 'jest-circus';
import { randomFrom } from './random.ts';

/*
 * What holds for each test and hook, whichever file it is in: it ends in time, and with `--randomize` it comes in another
 * order than it was written. jest-light-runner does neither.
 */

/** Nothing is cut off sooner, in ms, whatever it asks for: a busy machine is no fault. */
const leastTime = 90_000;
/** Set by runner.js when `--randomize` is asked for. */
const seed = process.env.TEST_ORDER_SEED;
const random = seed === undefined ? undefined : randomFrom(Number(seed));

addEventHandler((event, { currentDescribeBlock: block }) => {
  if (event.name === 'add_test') {
    endInTime(block.children.at(-1), event.testName);
    moveLast(block.children);
  }
  if (event.name === 'add_hook') endInTime(block.hooks.at(-1), event.hookType);
  if (event.name === 'start_describe_definition') moveLast(block.parent?.children ?? []);
});

/** What takes too long fails, so that the hooks behind it still close what it had opened. */
function endInTime(entry: object | undefined, name: string): void {
  if (entry === undefined || !('fn' in entry) || !(entry.fn instanceof Function)) return;
  const { fn } = entry;
  const asked = 'timeout' in entry && typeof entry.timeout === 'number' ? entry.timeout : 0;
  const most = Math.max(asked, leastTime);
  entry.fn = async () => {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error(`"${name}" took longer than ${most / 1000} s`)), most);
    const done = (async () => fn())();
    await Promise.race([done, late]).finally(() => clearTimeout(timer));
  };
}

/** Puts the last of these at any place among them: done after each, all orders are as likely. */
function moveLast<T>(children: T[]): void {
  const last = children.pop();
  if (last === undefined) return;
  children.splice(random ? Math.floor(random() * (children.length + 1)) : children.length, 0, last);
}
