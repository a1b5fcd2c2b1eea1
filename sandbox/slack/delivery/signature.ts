import { createHmac } from 'node:crypto';

/** Slack's v0 signature of a body: the headers that go with it. `timestamp` is in seconds since 1970. */
export function signatureHeaders(body: string, timestamp: number, signingSecret: string): Record<string, string> {
  const digest = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(timestamp), 'x-slack-signature': `v0=${digest}` };
}
