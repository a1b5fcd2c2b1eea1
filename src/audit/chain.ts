import { createHash, createHmac } from 'node:crypto';
import { canonicalJson } from '../change/fingerprint.ts';
import type { audit } from '../store/tables.ts';

export type AuditRow = typeof audit.$inferSelect;

/** What the first entry names as the one before it. */
export const chainStart = '0'.repeat(64);

/** What an entry's hash covers: all of it, in RFC 8785 canonical JSON, so that anyone can compute it from an export. */
export function hashedText({ at, ...entry }: Omit<AuditRow, 'hash'>): string {
  return canonicalJson({ ...entry, at: at.toISOString() });
}

/** SHA-256 of an entry, or HMAC-SHA-256 with a key; hex. */
export function hashEntry(entry: Omit<AuditRow, 'hash'>, key?: string): string {
  const hash = key === undefined ? createHash('sha256') : createHmac('sha256', key);
  return hash.update(hashedText(entry)).digest('hex');
}

/** Whether its content is what it was written with, under this key. */
export function isAuthentic({ hash, ...entry }: AuditRow, key?: string): boolean {
  return hash === hashEntry(entry, key);
}

/** In JSON text: an escaped backslash, to be stepped over, or one of the escapes that PostgreSQL's jsonb refuses. */
const escapes = /\\(?:\\|u0000|u[dD][89a-fA-F][0-9a-fA-F]{2})/g;

/**
 * The value as jsonb gives it back: no `undefined`, and U+FFFD for NUL and for half a surrogate pair, both of which jsonb
 * refuses. A name that holds one must not keep a transition from being recorded.
 */
export function storable<T>(value: T): T {
  // JSON.stringify escapes only surrogates without their other half.
  return JSON.parse(JSON.stringify(value).replace(escapes, (found) => (found === '\\\\' ? found : '\\ufffd')));
}
