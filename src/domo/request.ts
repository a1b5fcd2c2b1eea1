import type { z } from 'zod';
import { DomoCredentialsError, DomoInstanceError, DomoUnavailableError, DomoUnexpectedError } from './errors.ts';
import { type Answer, answerError, explain, parseJson } from './failures.ts';
import type { Limiter } from './limiter.ts';
import type { DomoSettings } from './options.ts';
import type { Pace } from './pace.ts';
import { type TokenAnswer, tokenAnswer } from './responses.ts';
import { waitMs } from './retry.ts';
import { linkSignals, orAborted } from './signals.ts';
import { createTokens, identityOf, type Tokens } from './token.ts';
import { createTransport, type DomoCall, type Transport } from './transport.ts';
import type { CallOptions } from './types.ts';

export interface Requests {
  tokens: Tokens;
  /** The one way to Domo: token, limiter, time-out, retries, and the answer parsed. */
  request<T>(call: DomoCall, schema: z.ZodType<T>, options?: CallOptions): Promise<T>;
  /** The same retries around anything that asks Domo. */
  patiently<T>(deed: string, ask: (attempt: Attempt) => Promise<T>, options: RetryOptions): Promise<T>;
}

interface Attempt {
  attempt: number;
  signal: AbortSignal;
}

interface RetryOptions extends CallOptions {
  /** A write is repeated only where it surely did not reach Domo. */
  write: boolean;
}

export interface RequestsOptions {
  settings: DomoSettings;
  limiter: Limiter;
  pace: Pace;
  /** Ends when the client is stopped. */
  stopped: AbortSignal;
}

/**
 * Retries wrap the limiter, so that each attempt queues again and none escapes the rate. The token is asked for through the same
 * limiter, before the call that needs it queues.
 */
export function createRequests({ settings, limiter, pace, stopped }: RequestsOptions): Requests {
  const { clientId, clientSecret, logger, now } = settings;
  const send = createTransport(settings);
  const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  const tokens = createTokens(fetchToken, now);

  async function fetchToken(): Promise<TokenAnswer> {
    const query = { grant_type: 'client_credentials', scope: 'data user' };
    const call: DomoCall = {
      method: 'GET',
      route: '/oauth/token',
      path: '/oauth/token',
      query,
      deed: 'sign the app in',
    };
    const answer = await limited(call, basic, settings.tokenTimeoutMs, { attempt: 1, signal: stopped }, 'person');
    if (answer.status < 300) return ours(read(call, answer, tokenAnswer));
    const clean = scrub(clientSecret, basic);
    if (![400, 401, 403].includes(answer.status)) throw answerError(answer, call.deed, now(), clean);
    const { reason, toe } = explain(answer, clean);
    const words = `Domo does not accept the app's client id and secret (${reason}). A Domo admin can make a new client`;
    throw new DomoCredentialsError(words, { status: answer.status, toe });
  }

  /** A token of another instance is given to nobody. */
  async function ours(token: TokenAnswer): Promise<TokenAnswer> {
    const { bindTo } = settings;
    if (bindTo === undefined) return token;
    const { customer } = identityOf(token);
    const bound = await bindTo(customer);
    if (bound !== customer) throw new DomoInstanceError(bound, customer);
    return token;
  }

  async function limited(
    call: DomoCall,
    authorization: string,
    timeoutMs: number,
    { attempt, signal }: Attempt,
    priority: NonNullable<CallOptions['priority']>,
  ): ReturnType<Transport> {
    const task = (slot: AbortSignal) => send(call, { authorization, timeoutMs, attempt, signal: slot });
    const answer = await limiter.run(task, { priority, signal });
    pace.heed(answer.status);
    return answer;
  }

  async function request<T>(call: DomoCall, schema: z.ZodType<T>, options: CallOptions = {}): Promise<T> {
    const ask = async (attempt: Attempt) => {
      const token = await orAborted(
        signIn(() => tokens.get()),
        attempt.signal,
      );
      const answer = await withToken(token, attempt);
      if (answer.status !== 401) return finish(answer, token);
      const renewed = await orAborted(
        signIn(() => tokens.renew(token)),
        attempt.signal,
      );
      return finish(await withToken(renewed, attempt), renewed);
    };
    const withToken = (token: string, attempt: Attempt) =>
      limited(call, `Bearer ${token}`, settings.timeoutMs, attempt, options.priority ?? 'bulk');
    const finish = (answer: Answer, token: string) => {
      if (answer.status >= 200 && answer.status < 300) return read(call, answer, schema);
      throw answerError(answer, call.deed, now(), scrub(clientSecret, basic, token));
    };
    return await patiently(call.deed, ask, { ...options, write: call.method !== 'GET' });
  }

  async function patiently<T>(deed: string, ask: (attempt: Attempt) => Promise<T>, options: RetryOptions): Promise<T> {
    const link = linkSignals(stopped, options.signal);
    try {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await ask({ attempt, signal: link.signal });
        } catch (error) {
          const repeatable = error instanceof DomoUnavailableError && !(options.write && error.sent);
          if (!repeatable || options.once || attempt >= settings.retry.attempts) throw error;
          const ms = Math.round(waitMs(attempt, error.retryAfterMs, settings.retry, settings.random));
          logger.debug({ deed, attempt, ms, status: error.status, toe: error.toe }, 'Domo will be asked again');
          await settings.sleep(ms, link.signal);
        }
      }
    } finally {
      link.unlink();
    }
  }

  return { tokens, request, patiently };
}

/** Asking for a token writes nothing, whatever it was for: a failure there leaves no doubt about the call. */
async function signIn(get: () => Promise<string>): Promise<string> {
  try {
    return await get();
  } catch (error) {
    if (!(error instanceof DomoUnavailableError || error instanceof DomoUnexpectedError)) throw error;
    const { status, toe } = error;
    const retryAfterMs = error instanceof DomoUnavailableError ? error.retryAfterMs : undefined;
    throw new DomoUnavailableError(error.message, { status, toe, retryAfterMs, sent: false, cause: error });
  }
}

function read<T>(call: DomoCall, answer: Answer, schema: z.ZodType<T>): T {
  const json = parseJson(answer.text);
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const whole = json === undefined ? 'not JSON' : 'not as its API promises';
  const where = parsed.error.issues.map((issue) => issue.path.join('.') || whole).slice(0, 3);
  const words = `I couldn't understand Domo's answer when asking it to ${call.deed} (${answer.status}; ${where.join(', ')})`;
  throw new DomoUnexpectedError(words, { status: answer.status, cause: parsed.error });
}

/** Takes secrets out of a text that something on the way may have echoed. */
function scrub(...secrets: string[]): (text: string) => string {
  return (text) => secrets.reduce((clean, secret) => (secret ? clean.replaceAll(secret, '[secret]') : clean), text);
}
