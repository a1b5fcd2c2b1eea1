import { randomBytes } from 'node:crypto';

/** The developer token that Domo shows once, in `Admin > Authentication > Access tokens`. It does all that its user may. */
export interface AccessToken {
  value: string;
  userId: number;
  expiresAt: Date;
}

/** Of the lengths that Domo offers, one that no test outlives. */
const yearMs = 365 * 86_400_000;

export function createAccessToken(userId: number, now: Date): AccessToken {
  return { value: `DDCI${randomBytes(30).toString('hex')}`, userId, expiresAt: new Date(now.getTime() + yearMs) };
}
