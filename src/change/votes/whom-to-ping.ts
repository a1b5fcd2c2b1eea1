/** Somebody who could decide a request now. */
export interface Candidate {
  slackId: string;
  /** Their status in Slack says that they are away, or that they don't want to be disturbed. */
  away: boolean;
  /** When their quiet hours end; undefined: they are not in any. */
  quietUntil?: Date | undefined;
  /** When they were last called about this request. */
  pingedAt?: Date | undefined;
}

/** Whom to call, and from when on. */
export interface PingDue {
  slackId: string;
  dueAt: Date;
}

/** People called at a time about one request. */
const most = 5;
/** Nobody is called about the same request again sooner, in ms. */
export const betweenPings = 4 * 60 * 60_000;

/**
 * Whom to call about a request: a few for each rule that is still open, taking turns. Those who are away come last, before
 * them those who must not be called yet, and are when they may. `rules`: the candidates of each.
 */
export function whomToPing(rules: Candidate[][], now: Date): PingDue[] {
  const queues = rules.map((candidates) => candidates.toSorted((one, other) => inTurn(one, other, now)));
  const chosen = new Map<string, PingDue>();
  for (let round = 0; chosen.size < most && queues.some((queue) => round < queue.length); round += 1) {
    for (const next of queues.flatMap((queue) => queue[round] ?? [])) {
      if (chosen.size < most) chosen.set(next.slackId, { slackId: next.slackId, dueAt: mayBeCalledAt(next, now) });
    }
  }
  return [...chosen.values()];
}

/** Held back over the time between two calls, it may come in their quiet hours: whoever tells them looks again. */
function mayBeCalledAt({ quietUntil = new Date(0), pingedAt }: Candidate, now: Date): Date {
  const again = pingedAt === undefined ? 0 : pingedAt.getTime() + betweenPings;
  return new Date(Math.max(now.getTime(), quietUntil.getTime(), again));
}

function inTurn(one: Candidate, other: Candidate, now: Date): number {
  const rank = (each: Candidate) => [
    Number(each.away),
    Number(mayBeCalledAt(each, now) > now),
    each.pingedAt?.getTime() ?? 0,
  ];
  const [first, second] = [rank(one), rank(other)];
  const differs = first.findIndex((value, at) => value !== second[at]);
  return differs < 0 ? 0 : (first[differs] ?? 0) - (second[differs] ?? 0);
}
