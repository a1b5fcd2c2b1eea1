/** How often and how long to wait for a Domo that is busy or away. Times in ms. */
export interface RetrySettings {
  /** Tries in all, the first included. */
  attempts: number;
  /** The first back-off's upper end; it doubles with each further one. */
  baseMs: number;
  /** Upper end of any back-off. */
  capMs: number;
  /** Upper end of what a `Retry-After` may ask. */
  retryAfterCapMs: number;
}

export const retryDefaults: Readonly<RetrySettings> = {
  attempts: 5,
  baseMs: 1_000,
  capMs: 30_000,
  retryAfterCapMs: 120_000,
};

/** A `Retry-After` header in ms: seconds, or an HTTP date (a past one is 0). Undefined when absent or unreadable. */
export function parseRetryAfter(header: string | null, now: Date): number | undefined {
  const text = header?.trim();
  if (!text) return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

/**
 * How long to wait after failed attempt number `attempt` (1 for the first). What Domo asks for is taken as it is, up to its cap;
 * else "full jitter": anywhere between 0 and the doubled back-off, so that callers who failed together come back apart.
 */
export function waitMs(
  attempt: number,
  retryAfterMs: number | undefined,
  settings: RetrySettings,
  random: () => number,
): number {
  if (retryAfterMs !== undefined) return Math.min(retryAfterMs, settings.retryAfterCapMs);
  return random() * Math.min(settings.capMs, settings.baseMs * 2 ** (attempt - 1));
}
