import type { JsonObject } from '../types.ts';

/** Calls a minute, by Slack's tiers (docs.slack.dev/apis/web-api/rate-limits); `chat.postMessage` is counted a channel. */
const perMinute: Record<string, number> = {
  // Tier 1 promises one, and bursts beside it: as many as an app may have connections, so that all can come back at once.
  'apps.connections.open': 10,
  'chat.postMessage': 60,
  'chat.update': 50,
  'chat.postEphemeral': 100,
  'chat.delete': 50,
  'views.open': 100,
  'views.push': 100,
  'views.update': 100,
  'views.publish': 100,
  'users.info': 100,
  'bots.info': 50,
  'users.list': 20,
  'users.lookupByEmail': 50,
  'dnd.teamInfo': 20,
  'usergroups.list': 20,
  'usergroups.users.list': 20,
  'conversations.open': 50,
  'conversations.info': 50,
  'conversations.history': 50,
  'conversations.replies': 50,
  'conversations.members': 100,
  'files.getUploadURLExternal': 100,
  'files.completeUploadExternal': 100,
};

/** Says how many seconds a call must wait; null: it may go on. */
export interface RateLimits {
  wait(method: string, args: JsonObject): number | null;
}

/** Slack's rates over a sliding minute of so many ms; with 0, none at all. `Retry-After` is in whole seconds, as Slack's. */
export function createRateLimits(minuteMs: number, now: () => Date): RateLimits {
  const calls = new Map<string, number[]>();
  return {
    wait: (method, args) => {
      const most = perMinute[method];
      if (minuteMs === 0 || most === undefined) return null;
      const key = method === 'chat.postMessage' ? `${method} ${String(args.channel)}` : method;
      const at = now().getTime();
      const recent = (calls.get(key) ?? []).filter((time) => at - time < minuteMs);
      const oldest = recent[0];
      calls.set(key, recent.length < most ? [...recent, at] : recent);
      if (recent.length < most || oldest === undefined) return null;
      return Math.max(1, Math.ceil((oldest + minuteMs - at) / 1000));
    },
  };
}
