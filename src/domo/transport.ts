import { DomoUnexpectedError } from './errors.ts';
import { type Answer, networkError, timeoutError } from './failures.ts';
import type { ConnectionSettings } from './options.ts';
import { linkSignals } from './signals.ts';

/** One kind of thing the client asks Domo, and the words for it. */
export interface DomoCall {
  /** Of which the token is; default: the app's usual ones. */
  scope?: 'audit' | undefined;
  method: 'GET' | 'POST' | 'PUT';
  /** The path, with `:id` where `id` belongs. */
  route: string;
  id?: string | number | undefined;
  query?: Record<string, string | number> | undefined;
  body?: unknown;
  /** Finishes "refused to …": `read dataset 4405ff58-…`. */
  deed: string;
}

export interface Sending {
  /** What proves who asks. */
  credentials: Record<string, string>;
  timeoutMs: number;
  attempt: number;
  signal: AbortSignal;
}

/** Sends a call once. Throws DomoUnavailableError when no whole answer comes in time, the signal's reason when that ends. */
export type Transport = (call: DomoCall, sending: Sending) => Promise<Answer>;

export function createTransport(settings: ConnectionSettings): Transport {
  return async (call, { credentials, timeoutMs, attempt, signal }) => {
    const started = performance.now();
    const path = call.id === undefined ? call.route : call.route.replace(':id', encodeURIComponent(call.id));
    const late = timeoutError(call.deed, timeoutMs);
    const link = linkSignals(signal);
    const timer = setTimeout(() => link.abort(late), timeoutMs);
    let status = 0;
    try {
      const response = await settings.fetch(`${settings.url}${path}${queryString(call.query)}`, {
        method: call.method,
        headers: {
          Accept: 'application/json',
          ...credentials,
          ...(call.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        body: call.body === undefined ? null : JSON.stringify(call.body),
        // A redirect would carry the token to wherever it points.
        redirect: 'manual',
        signal: link.signal,
      });
      const answer = { status: response.status, headers: response.headers, text: await readText(response, call.deed) };
      status = response.status;
      return answer;
    } catch (error) {
      if (link.signal.aborted) throw link.signal.reason;
      throw error instanceof DomoUnexpectedError ? error : networkError(error, call.deed);
    } finally {
      clearTimeout(timer);
      link.unlink();
      const ms = Math.round(performance.now() - started);
      settings.onCall({ method: call.method, route: call.route, path, status, ms, attempt });
    }
  };
}

/** Unpacked, in bytes. The longest real answer, a dataset of many thousand columns, has a few MB. */
const longestAnswer = 32 * 2 ** 20;

/** The whole body. Throws DomoUnexpectedError before more than 32 MB of it are in memory, however well it was packed. */
async function readText({ body, status }: Response, deed: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > longestAnswer) {
      const words = `Domo's answer is longer than ${longestAnswer / 2 ** 20} MB when asked to ${deed}`;
      throw new DomoUnexpectedError(words, { status });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function queryString(query: DomoCall['query']): string {
  if (!query) return '';
  return `?${Object.entries(query)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')}`;
}
