import type { IncomingMessage } from 'node:http';

/**
 * Whether a request comes from the page itself, on this machine. A web site elsewhere must not act in the sandbox: neither
 * through a name of its own that points at loopback (then `Host` is that name), nor from its own pages (then `Origin` is).
 */
export function comesFromHere(request: IncomingMessage): boolean {
  const { host, origin } = request.headers;
  if (host === undefined || !/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)) return false;
  return origin === undefined || origin === `http://${host}`;
}

/** Headers of every answer: nothing is loaded from elsewhere, and no other page may frame this one. */
export const safeHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; font-src data:; " +
    "connect-src 'self' ws://127.0.0.1:* ws://localhost:*; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};
