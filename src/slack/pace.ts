import Bottleneck from 'bottleneck';

/**
 * `now`: a decision, a result, what somebody waits for; `soon`: after those; `if there is room`: how far something is, which says
 * itself again soon: it waits for nothing, and leaves half of the burst to the others.
 */
export type Urgency = 'now' | 'soon' | 'if there is room';

/** Runs a call in its turn; `later`: there is no room, and it was not run. */
export type Pace = <T>(urgency: Urgency, call: () => Promise<T>) => Promise<T | 'later'>;

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
  const hasRoom = async () => ((await limiter.currentReservoir()) ?? 0) > burst / 2;
  return async (urgency, call) => {
    if (urgency === 'if there is room' && !(await hasRoom())) return 'later';
    return limiter.schedule({ priority: urgency === 'now' ? 1 : 7 }, call);
  };
}
