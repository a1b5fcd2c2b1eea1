import Bottleneck from 'bottleneck';

/** Runs a call in turn: urgent ones before progress. */
export type Pace = <T>(urgent: boolean, call: () => Promise<T>) => Promise<T>;

/** So many at once, and so many a minute besides: together the most that any minute can have. */
const burst = 20;
const perMinute = 28;

/**
 * One budget for all of the workspace's `chat.update` calls, whose minute lasts so many ms. Slack allows 50 and more a
 * minute (Tier 3, https://docs.slack.dev/apis/web-api/rate-limits): any minute has 48 at most, its burst included, which
 * leaves two for the card that was posted twice, whose copy is changed at once.
 */
export function createPace(minuteMs = 60_000): Pace {
  // Bottleneck looks at its reservoir four times a second.
  const interval = Math.max(250, minuteMs / perMinute);
  const limiter = new Bottleneck({
    reservoir: burst,
    reservoirIncreaseInterval: interval,
    reservoirIncreaseAmount: Math.round((perMinute * interval) / minuteMs),
    reservoirIncreaseMaximum: burst,
    maxConcurrent: 4,
  });
  return (urgent, call) => limiter.schedule({ priority: urgent ? 1 : 7 }, call);
}
