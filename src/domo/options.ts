import { setTimeout as delay } from 'node:timers/promises';
import { type RetrySettings, retryDefaults } from './retry.ts';

/** What the client tells about one attempt of a call, for metrics. `status` 0: no answer came. */
export interface CallInfo {
  method: string;
  /** The path with placeholders (`/v1/datasets/:id`): few enough to be a metric's label. */
  route: string;
  path: string;
  status: number;
  /** From the request's first byte to the answer's last, in ms; not the wait for the limiter. */
  ms: number;
  /** 1 for the first. */
  attempt: number;
}

/** As much of a logger as the client needs; pino's is one. */
export interface DomoLogger {
  debug(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/** How either of Domo's APIs is reached. */
export interface ConnectionOptions {
  /** `https://api.domo.com`, without credentials in it. */
  url: string;
  /** Domo publishes no limit: calls start evenly, this many a second. */
  requestsPerSecond: number;
  /** Calls in flight at once. */
  concurrency: number;
  /** Shares rate and concurrency with other processes. While Redis is away, this process uses its part of both, at most half. */
  redisUrl?: string | undefined;
  /** How long Redis may take to connect or to answer, in ms; default 2,000. */
  redisTimeoutMs?: number | undefined;
  /** How long to do without Redis before it is tried again, in ms; default 30,000. */
  redisRetryMs?: number | undefined;
  /** How many processes share the rate, asked while Redis is away; default 2. */
  processes?: (() => Promise<number>) | undefined;
  /** One attempt's time, body included, in ms; default 60,000. */
  timeoutMs?: number | undefined;
  retry?: Partial<RetrySettings> | undefined;
  fetch?: typeof fetch | undefined;
  now?: (() => Date) | undefined;
  /** Rejects with the signal's reason when it ends first. */
  sleep?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
  /** In [0, 1), for the jitter. */
  random?: (() => number) | undefined;
  logger?: DomoLogger | undefined;
  onCall?: ((info: CallInfo) => void) | undefined;
}

export interface Credentials {
  clientId: string;
  clientSecret: string;
}

export interface DomoOptions extends ConnectionOptions {
  clientId: string;
  clientSecret: string;
  /** The id and secret of now, asked for at each new token. Default: those above. */
  credentials?: (() => Credentials) | undefined;
  /** As `timeoutMs`, for the token endpoint; default 30,000. */
  tokenTimeoutMs?: number | undefined;
  /**
   * Given the instance that a new token is for, resolves to the one that the client is bound to: for any other it asks nothing more, and
   * throws DomoInstanceError. Default: whatever the credentials are for.
   */
  bindTo?: ((customer: string) => Promise<string>) | undefined;
}

export interface ConnectionSettings extends Required<Omit<ConnectionOptions, 'redisUrl' | 'retry'>> {
  redisUrl: string | undefined;
  retry: RetrySettings;
}

export interface DomoSettings extends ConnectionSettings {
  /** That of the start: programs with it share one rate. */
  clientId: string;
  credentials: () => Credentials;
  tokenTimeoutMs: number;
  bindTo: DomoOptions['bindTo'];
}

/** Fills in the defaults. Throws a plain Error on a URL that is none, is not HTTP, or carries credentials. */
export function resolveOptions(options: DomoOptions): DomoSettings {
  const { clientId, credentials = () => options, tokenTimeoutMs = 30_000, bindTo } = options;
  return { ...resolveConnection(options), clientId, credentials, tokenTimeoutMs, bindTo };
}

/** The same of what both APIs share. */
export function resolveConnection(options: ConnectionOptions): ConnectionSettings {
  return {
    url: checkUrl(options.url),
    requestsPerSecond: options.requestsPerSecond,
    concurrency: options.concurrency,
    redisUrl: options.redisUrl,
    redisTimeoutMs: options.redisTimeoutMs ?? 2_000,
    redisRetryMs: options.redisRetryMs ?? 30_000,
    processes: options.processes ?? (async () => 2),
    timeoutMs: options.timeoutMs ?? 60_000,
    retry: { ...retryDefaults, ...options.retry },
    fetch: options.fetch ?? fetch,
    now: options.now ?? (() => new Date()),
    sleep: options.sleep ?? sleepFor,
    random: options.random ?? Math.random,
    logger: options.logger ?? { debug: () => undefined, warn: () => undefined },
    onCall: options.onCall ?? (() => undefined),
  };
}

function checkUrl(text: string): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) throw new Error('The Domo URL must start with http:// or https://');
  // fetch refuses such a URL with a message that repeats the password.
  if (url.username || url.password) throw new Error('The Domo URL must not contain a user name or password');
  return url.href.replace(/\/+$/, '');
}

async function sleepFor(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch((error: unknown) => {
    throw signal.aborted ? signal.reason : error;
  });
}
