import Bottleneck from 'bottleneck';

/** Runs a call in turn: urgent ones before progress. */
export type Pace = <T>(urgent: boolean, call: () => Promise<T>) => Promise<T>;

/**
 * One budget for all of the workspace's `chat.update` calls, which Slack allows about 50 a minute (Tier 3,
 * https://docs.slack.dev/apis/web-api/rate-limits): a short burst, then one every 1.2 s.
 */
export function createPace(burst = 20): Pace {
  const limiter = new Bottleneck({
    reservoir: burst,
    reservoirIncreaseInterval: 1_250,
    reservoirIncreaseAmount: 1,
    reservoirIncreaseMaximum: burst,
    maxConcurrent: 4,
  });
  return (urgent, call) => limiter.schedule({ priority: urgent ? 1 : 7 }, call);
}
