import { z } from 'zod';
import {
  DomoCredentialsError,
  type DomoError,
  DomoKindError,
  DomoNotFoundError,
  DomoRefusedError,
  DomoUnavailableError,
  DomoUnexpectedError,
} from './errors.ts';
import { parseRetryAfter } from './retry.ts';

/** One HTTP answer, read to its end. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

/** Longest piece of a body that is kept: enough to tell a proxy's page from Domo's. */
const excerptLimit = 200;

/** Domo's error bodies have many shapes; every field is optional in each of them. */
const errorBody = z.looseObject({
  /** The product API's useful text; its `message` is only the name of the status. */
  localizedMessage: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  error_description: z.string().optional().catch(undefined),
  error: z.string().optional().catch(undefined),
  statusReason: z.string().optional().catch(undefined),
  httpMessage: z.string().optional().catch(undefined),
  toe: z.string().optional().catch(undefined),
});

/** undici's and Node's codes for a request of which no byte left: nobody listened, the name is unknown, no route. */
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * What a status other than 2xx means. `deed` finishes "refused to …": `read dataset 4405ff58-…`. A refusal is shown
 * beside the name and id of what it is about, so that it names neither.
 * `scrub` takes the app's secrets out of whatever a proxy may echo.
 */
export function answerError(answer: Answer, deed: string, now: Date, scrub: (text: string) => string): DomoError {
  const { status } = answer;
  const { reason, toe } = explain(answer, scrub);
  const details = { status, toe };
  if (status === 429 || status === 408 || status >= 500) {
    const retryAfterMs = parseRetryAfter(answer.headers.get('retry-after'), now);
    const trouble = status === 429 ? 'asked the app to slow down' : `had an error (${status}: ${reason})`;
    return new DomoUnavailableError(`Domo ${trouble} when asked to ${deed}`, {
      ...details,
      sent: status !== 429,
      retryAfterMs,
    });
  }
  if (status >= 400 && isPage(answer)) {
    const sentence = `Something between the app and Domo, such as a proxy or an IP allowlist, answered with a web page (${status}: ${reason}) when Domo was asked to ${deed}`;
    return new DomoUnexpectedError(sentence, details);
  }
  if (status === 401) return new DomoCredentialsError(`Domo rejected the app's credentials: ${reason}`, details);
  if (status === 404) return new DomoNotFoundError(`Domo couldn't ${deed}: it isn't there`, details);
  // Without access to a dataset Domo says 400 "Infrastructure problem (403): Access is denied".
  if (status === 403 || /\(403\)|access (is )?denied/i.test(reason)) {
    const sentence = 'Domo denied access. An admin must grant the app “Manage DataSet”.';
    return new DomoRefusedError(sentence, details);
  }
  if (status === 400 && noReason.test(reason)) {
    return deed.startsWith('change')
      ? new DomoKindError(bareRefusal(deed), details)
      : new DomoRefusedError(`${refusal(deed)} and gave no reason (400)`, details);
  }
  if (status >= 400) {
    const isKind = deed.startsWith('change') && (status === 405 || saysKind.test(reason));
    return new (isKind ? DomoKindError : DomoRefusedError)(`${refusal(deed)}: ${reason}`, details);
  }
  return new DomoUnexpectedError(`Domo answered ${status} when asked to ${deed}; is the address right?`, details);
}

/** A web page: Domo's API says no in JSON, or in no word. */
export function isPage({ text }: Answer): boolean {
  return /^\s*<(!doctype html|html|head|body)\b/i.test(text);
}

/** Domo's words where it says no and keeps why to itself. */
const noReason = /^(bad request|an unexpected error occurred.*|HTTP 400 without a reason)\.?$/i;

/** Domo's words where they are about what the dataset is. Which ones it has for that is not documented. */
const saysKind =
  /\b(connector|data ?flow|workbench|read[- ]only|not supported|unsupported)\b|(created|made) (with|by|via|through) |data ?(set|source) type/i;

/** Domo's API says that it changes only datasets made with it (developer.domo.com, DataSet API): the usual cause. */
function bareRefusal(deed: string): string {
  return `${refusal(deed)} and gave no reason (400). Usually it wasn't made with Domo's API, but by a connector, DataFlow or Workbench`;
}

function refusal(deed: string): string {
  return `Domo refused to ${deed.replace(/ (dataset|user) \S+$/, ' the $1')}`;
}

/** A request that got no answer. `sent` is false only where surely nothing reached Domo. */
export function networkError(cause: unknown, deed: string): DomoUnavailableError {
  const code = networkCode(cause);
  const trouble = code ? `can't be reached (${code})` : 'broke the connection';
  const words = `Domo ${trouble} when asked to ${deed}`;
  return new DomoUnavailableError(words, { cause, sent: !(code && neverConnected.has(code)) });
}

export function timeoutError(deed: string, ms: number): DomoUnavailableError {
  return new DomoUnavailableError(`Domo didn't respond within ${ms / 1000} s when asked to ${deed}`, { sent: true });
}

/** Domo's own words for an error, at most 200 characters, and its trace id. */
export function explain(answer: Answer, scrub: (text: string) => string): { reason: string; toe: string | undefined } {
  const body = errorBody.safeParse(parseJson(answer.text)).data;
  const told =
    body?.localizedMessage ??
    body?.message ??
    body?.error_description ??
    body?.httpMessage ??
    body?.statusReason ??
    body?.error;
  const reason = told ?? (body ? '' : plainText(answer.text));
  return { reason: cut(scrub(reason)) || `HTTP ${answer.status} without a reason`, toe: body?.toe };
}

/** The JSON in a body, or undefined: Domo's proxies answer HTML and nothing at all. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function plainText(body: string): string {
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(body)?.[1];
  return title ?? body.slice(0, 20 * excerptLimit).replace(/<[^>]*>/g, ' ');
}

function cut(text: string): string {
  return [...text.replace(/\s+/g, ' ').trim()].slice(0, excerptLimit).join('');
}

/** The system's code, which fetch hides some causes deep. */
function networkCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? networkCode(error.cause) : undefined;
}
