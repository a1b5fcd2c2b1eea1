import { WebClient } from '@slack/web-api';
import type { SlackServer } from '../../slack/start-slack.ts';

/** Slack's own client, quiet and without retries. */
export function clientWith(slack: SlackServer, token: string = slack.botToken): WebClient {
  const logger = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel: () => 'error', setName() {} };
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: logger as never,
  });
}

/** What Slack answered a call with in place of a result. */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'no error',
    (error: { data?: { error?: string }; message: string }) => error.data?.error ?? error.message,
  );
}
