import type { Outcome } from '../types.ts';
import { signatureHeaders } from './signature.ts';
import type { Attempt, Transport } from './transport.ts';

/** The Request URL of an app that listens over HTTP. */
export interface HttpOptions {
  url: string;
  signingSecret: string;
  /** How long the app has to answer, in ms. */
  ackMs: number;
  now: () => Date;
}

/** Delivers by signed POST, as Slack does to a Request URL. */
export function createHttpTransport({ url, signingSecret, ackMs, now }: HttpOptions): Transport {
  const closing = new AbortController();
  return {
    send: async (attempt) => {
      const { body, contentType } = encode(attempt);
      const headers = {
        'content-type': contentType,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        ...signatureHeaders(body, Math.floor(now().getTime() / 1000), signingSecret),
        ...(attempt.attempt > 0 && {
          'x-slack-retry-num': String(attempt.attempt),
          'x-slack-retry-reason': attempt.retryReason ?? 'http_error',
        }),
      };
      return post(url, body, headers, ackMs, closing.signal);
    },
    close: () => closing.abort(),
  };
}

function encode({ kind, payload }: Attempt): { body: string; contentType: string } {
  if (kind === 'event') return { body: JSON.stringify(payload), contentType: 'application/json' };
  const fields: Record<string, string> =
    kind === 'interaction'
      ? { payload: JSON.stringify(payload) }
      : Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, String(value)]));
  return { body: new URLSearchParams(fields).toString(), contentType: 'application/x-www-form-urlencoded' };
}

async function post(
  url: string,
  body: string,
  headers: Record<string, string>,
  ackMs: number,
  closing: AbortSignal,
): Promise<Outcome> {
  const timeout = AbortSignal.timeout(ackMs);
  try {
    const response = await fetch(url, { method: 'POST', body, headers, signal: AbortSignal.any([timeout, closing]) });
    const text = await response.text();
    if (!response.ok) {
      const noRetry = response.headers.get('x-slack-no-retry') === '1';
      return { ok: false, error: 'http_error', ...(noRetry && { noRetry }) };
    }
    return { ok: true, response: readAck(text, response.headers.get('content-type') ?? '') };
  } catch {
    return { ok: false, error: timeout.aborted ? 'http_timeout' : 'connection_failed' };
  }
}

function readAck(text: string, contentType: string): unknown {
  if (text === '') return null;
  if (!contentType.startsWith('application/json')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
