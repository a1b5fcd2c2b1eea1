import type { IncomingMessage, RequestListener } from 'node:http';
import bolt from '@slack/bolt';

/** Slack's signatures are good for five minutes, and clocks differ by no more than that. In ms. */
const mostApart = 5 * 60_000;

/**
 * Bolt's listener for what Slack signed with the secret of now. Refused as well is what Bolt itself lets in (as of 5.1): a
 * timestamp of the future, which would make a signed delivery good for longer, and JSON that is no object, at which it ends
 * the process. Expects the body in `rawBody`.
 */
export function strictListener(
  listener: RequestListener,
  signingSecret: () => string,
  now: () => Date,
): RequestListener {
  return (req, res) => {
    const signedAt = Number(req.headers['x-slack-request-timestamp']) * 1000;
    if (signedAt > now().getTime() + mostApart) return res.writeHead(401).end();
    if (!isSigned(req, signingSecret(), now())) return res.writeHead(401).end();
    if (!isObject(req)) return res.writeHead(400).end();
    return listener(req, res);
  };
}

function isSigned(req: IncomingMessage & { rawBody?: Buffer }, signingSecret: string, at: Date): boolean {
  const { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp } = req.headers;
  if (typeof signature !== 'string' || signingSecret === '') return false;
  return bolt.isValidSlackRequest({
    signingSecret,
    body: req.rawBody?.toString() ?? '',
    headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': Number(timestamp) },
    nowMilliseconds: at.getTime(),
  });
}

/** Whether the body is a form, or holds a JSON object: Bolt itself says what is no JSON at all. */
function isObject(req: IncomingMessage & { rawBody?: Buffer }): boolean {
  const body = req.rawBody?.toString() ?? '';
  const isForm = req.headers['content-type'] === 'application/x-www-form-urlencoded';
  const json = isForm ? new URLSearchParams(body).get('payload') : body;
  return json === null || json.trimStart().startsWith('{');
}
