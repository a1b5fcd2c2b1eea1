import type { Ids } from './ids.ts';
import type { SlackMessage } from './types.ts';

const uses = 5;
const lifetimeMs = 30 * 60_000;

/** Where a `response_url` answers to. */
export interface ResponseTarget {
  personId: string;
  channelId: string;
  threadTs: string | null;
  /** The message whose button was pressed. */
  original: SlackMessage | null;
}

/** The URLs by which an app answers without a token: 5 uses within 30 minutes each. */
export interface ResponseUrls {
  issue(target: ResponseTarget): string;
  /** Uses it once. The error is what Slack answers with 404. */
  use(path: string): ResponseTarget | { error: 'expired_url' | 'used_url' };
}

export function createResponseUrls(ids: Ids, now: () => Date, baseUrl: () => string): ResponseUrls {
  const issued = new Map<string, { target: ResponseTarget; at: number; used: number }>();
  return {
    issue: (target) => {
      const path = `/actions/${ids.secret(8)}/${ids.secret(12)}`;
      issued.set(path, { target, at: now().getTime(), used: 0 });
      return baseUrl() + path;
    },
    use: (path) => {
      const found = issued.get(path);
      if (!found || now().getTime() - found.at > lifetimeMs) return { error: 'expired_url' };
      if (found.used >= uses) return { error: 'used_url' };
      found.used += 1;
      return found.target;
    },
  };
}
