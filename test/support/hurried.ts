import type { Overrides } from '../../src/service.ts';

/** The minute of Slack's rates, for the sandbox that holds the app to them and for the app that keeps them, in ms. */
export const minuteMs = 1_000;

/** Nothing in a test waits for a clock: the pauses are there, and tiny. */
export const hurried: Overrides = {
  timing: { rereads: [5, 5], rewrites: [5, 5, 5], outagePause: 20, progress: 50, grace: 500 },
  domo: { retry: { baseMs: 5, capMs: 20, retryAfterCapMs: 50 } },
  slack: { minuteMs, betweenTries: 50 },
  superviseSeconds: 1,
  pollingSeconds: 0.5,
};
