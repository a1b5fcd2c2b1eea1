import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Scope } from './api.ts';
import type { Faults } from './faults.ts';
import { ApiError, type Reply } from './reply.ts';

export interface OauthOptions {
  clientId: string;
  clientSecret: () => string;
  customer: string;
  userId: number;
  /** What the client was made for. */
  scopes: readonly Scope[];
  /** How long a token lives, in seconds; asked at each issue. */
  ttlSeconds: () => number;
  now: () => Date;
  faults: Faults;
}

export interface TokenCall {
  method: string;
  path: string;
  authorization: string | undefined;
  query: URLSearchParams;
  contentType: string;
  body: string;
}

export interface Oauth {
  issue(call: TokenCall): Reply;
  /** Throws 401 on a token that is missing, unknown or over, 403 on one without the scope. */
  check(authorization: string | undefined, scope: Scope): void;
  /** Ends every token that is out, as a revoked session does. */
  expireAll(): void;
  /** Tokens issued so far. */
  issued(): number;
}

/** `/oauth/token` and what it gives out: Basic credentials only, JWT-shaped tokens with `exp`, scopes. */
export function createOauth(options: OauthOptions): Oauth {
  const { now, faults } = options;
  const key = randomBytes(32);
  const tokens = new Map<string, { expiresAt: number; scopes: readonly string[] }>();
  let issued = 0;

  return {
    issue(call) {
      const given = call.authorization?.match(/^Basic (\S+)$/i)?.[1] ?? '';
      const known = Buffer.from(`${options.clientId}:${options.clientSecret()}`).toString('base64');
      if (!same(given, known) || faults.strike('credentials_revoked', { ...call, path: '/v1' })) throw badClient();
      const form = /^application\/x-www-form-urlencoded\b/.test(call.contentType) ? call.body : '';
      const asked = new URLSearchParams([...call.query, ...new URLSearchParams(form)]);
      if (asked.get('grant_type') !== 'client_credentials') throw oauthError(400, 'unsupported_grant_type');
      const wanted = asked.get('scope')?.split(' ').filter(Boolean) ?? options.scopes;
      if (!wanted.every((scope) => options.scopes.some((each) => each === scope)))
        throw oauthError(400, 'invalid_scope');

      const life = options.ttlSeconds();
      const expiresAt = now().getTime() + life * 1000;
      const jti = randomUUID();
      const value = jwt({ sub: options.userId, jti, scope: wanted, exp: Math.floor(expiresAt / 1000) }, key);
      for (const [old, { expiresAt: end }] of tokens) if (end < now().getTime() - 3_600_000) tokens.delete(old);
      tokens.set(value, { expiresAt, scopes: wanted });
      issued += 1;
      const json = {
        access_token: value,
        customer: options.customer,
        expires_in: life,
        jti,
        role: 'Admin',
        scope: wanted.join(' '),
        token_type: 'bearer',
        userId: options.userId,
      };
      return { status: 200, json, headers: { 'Cache-Control': 'no-store' } };
    },
    check(authorization, scope) {
      const value = authorization?.match(/^bearer (\S+)$/i)?.[1];
      if (!value) throw new ApiError(401, unauthenticated);
      const revoked = faults.list().some(({ fault }) => fault.kind === 'credentials_revoked');
      const token = tokens.get(value);
      if (!token || revoked) throw oauthError(401, 'invalid_token', 'Cannot convert access token to JSON');
      if (token.expiresAt <= now().getTime()) {
        const ended = new Date(token.expiresAt).toISOString();
        const words = `An error occurred while attempting to decode the Jwt: Jwt expired at ${ended}`;
        const header = `Bearer error="invalid_token", error_description="${words}", error_uri="https://tools.ietf.org/html/rfc6750#section-3.1"`;
        throw new ApiError(401, words, { headers: { 'WWW-Authenticate': header } });
      }
      if (!token.scopes.includes(scope)) throw new ApiError(403, 'Insufficient scope for this resource');
    },
    expireAll: () => tokens.clear(),
    issued: () => issued,
  };
}

const unauthenticated =
  'com.domo.bedrock.service.exception.UnauthorizedException: Full authentication is required to access this resource';

/** What Domo answers to a wrong secret is not documented; this is what its framework says by itself. */
function badClient(): ApiError {
  return oauthError(401, 'invalid_client', 'Bad client credentials');
}

function oauthError(status: number, error: string, description?: string): ApiError {
  const body = { error, ...(description ? { error_description: description } : {}) };
  return new ApiError(status, description ?? error, { body });
}

function jwt(claims: object, key: Buffer): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

function same(given: string, known: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(known)];
  return a.length === b.length && timingSafeEqual(a, b);
}
