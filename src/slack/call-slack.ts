import { ErrorCode } from '@slack/web-api';
import { z } from 'zod';
import { coerceError } from '../errors.ts';
import { NotifierUnavailable } from '../workflow/ports.ts';

/** As much of the SDK's errors as a caller acts on; they are told apart by `code`, since `instanceof` fails across copies. */
const sdkError = z.looseObject({
  code: z.string(),
  data: z.looseObject({ error: z.string() }).optional(),
  /** In s. */
  retryAfter: z.number().optional(),
});

/** Slack understood, and said no. `error` is its code, as in `invalid_blocks`. */
export class SlackRefusal extends Error {
  override readonly name = 'SlackRefusal';
  readonly error: string;

  constructor(error: string, cause: unknown) {
    super(`Slack refused: ${error}`, { cause });
    this.error = error;
  }
}

/** Slack's own words for "not now". */
const passing = new Set([
  'ratelimited',
  'rate_limited',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
]);

/** Calls Slack's Web API. Throws `SlackRefusal`, or `NotifierUnavailable` when the same call may be made again later. */
export async function callSlack<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (thrown) {
    const parsed = sdkError.safeParse(thrown);
    if (!parsed.success) throw coerceError(thrown);
    const { code, data, retryAfter } = parsed.data;
    if (code === ErrorCode.PlatformError && data !== undefined && !passing.has(data.error)) {
      throw new SlackRefusal(data.error, thrown);
    }
    const retryAfterMs = retryAfter === undefined ? undefined : Math.max(retryAfter, 1) * 1_000;
    throw new NotifierUnavailable("I can't reach Slack right now.", { cause: thrown, retryAfterMs });
  }
}

/** Runs `fallback` when Slack refuses with one of these codes. */
export async function orWhenRefused<T>(
  errors: string[],
  call: () => Promise<T>,
  fallback: () => Promise<T> | T,
): Promise<T> {
  try {
    return await callSlack(call);
  } catch (error) {
    if (error instanceof SlackRefusal && errors.includes(error.error)) return callSlack(async () => fallback());
    throw error;
  }
}
