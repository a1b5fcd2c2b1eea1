import type { z } from 'zod';
import { DomoCredentialsError, DomoInstanceError, DomoUnavailableError, DomoUnexpectedError } from './errors.ts';
import { type Answer, answerError, explain, isPage } from './failures.ts';
import type { Limiter } from './limiter.ts';
import type { DomoSettings } from './options.ts';
import { type Attempt, createPatiently, type Patiently } from './patiently.ts';
import { readAnswer, scrub } from './read-answer.ts';
import { type TokenAnswer, tokenAnswer } from './responses.ts';
import { orAborted } from './signals.ts';
import { createTokens, identityOf, type Tokens } from './token.ts';
import { createTransport, type DomoCall, type Transport } from './transport.ts';
import type { CallOptions } from './types.ts';

export interface Requests {
  tokens: Tokens;
  /** The one way to Domo: token, limiter, time-out, retries, and the answer parsed. */
  request<T>(call: DomoCall, schema: z.ZodType<T>, options?: CallOptions): Promise<T>;
  /** The same retries around anything that asks Domo. */
  patiently: Patiently;
}

export interface RequestsOptions {
  settings: DomoSettings;
  limiter: Limiter;
  /** Ends when the client is stopped. */
  stopped: AbortSignal;
}

/**
 * Retries wrap the limiter, so that each attempt queues again and none escapes the rate. The token is asked for through the same
 * limiter, before the call that needs it queues.
 */
export function createRequests({ settings, limiter, stopped }: RequestsOptions): Requests {
  const { credentials, now } = settings;
  const send = createTransport(settings);
  const patiently = createPatiently(settings, stopped);
  const tokens = createTokens(() => fetchToken('data user'), now);
  // A token of its own: a client that was not made with this scope is refused one, and needs none for its work.
  const auditTokens = createTokens(() => fetchToken('audit'), now);

  async function fetchToken(scope: string): Promise<TokenAnswer> {
    const query = { grant_type: 'client_credentials', scope };
    const call: DomoCall = {
      method: 'GET',
      route: '/oauth/token',
      query,
      deed: 'sign the app in',
    };
    const { clientId, clientSecret } = credentials();
    const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
    const answer = await limited(call, basic, settings.tokenTimeoutMs, { attempt: 1, signal: stopped }, 'person');
    if (answer.status < 300) return ours(readAnswer(call, answer, tokenAnswer));
    const clean = scrub(clientSecret, basic);
    if (![400, 401, 403].includes(answer.status) || isPage(answer)) throw answerError(answer, call.deed, now(), clean);
    const { reason, toe } = explain(answer, clean);
    const words = `Domo rejected the app's client ID and secret (${reason}). A Domo admin can make a new client`;
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
    const task = (slot: AbortSignal) =>
      send(call, { credentials: { Authorization: authorization }, timeoutMs, attempt, signal: slot });
    return limiter.run(task, { priority, signal });
  }

  async function request<T>(call: DomoCall, schema: z.ZodType<T>, options: CallOptions = {}): Promise<T> {
    const own = call.scope === 'audit' ? auditTokens : tokens;
    const ask = async (attempt: Attempt) => {
      const token = await orAborted(
        signIn(() => own.get()),
        attempt.signal,
      );
      const answer = await withToken(token, attempt);
      if (answer.status !== 401) return finish(answer, token);
      const renewed = await orAborted(
        signIn(() => own.renew(token)),
        attempt.signal,
      );
      return finish(await withToken(renewed, attempt), renewed);
    };
    const withToken = (token: string, attempt: Attempt) =>
      limited(call, `Bearer ${token}`, settings.timeoutMs, attempt, options.priority ?? 'bulk');
    const finish = (answer: Answer, token: string) => {
      if (answer.status >= 200 && answer.status < 300) return readAnswer(call, answer, schema);
      throw answerError(answer, call.deed, now(), scrub(credentials().clientSecret, token));
    };
    return await patiently(call.deed, ask, { ...options, write: call.method !== 'GET' });
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
