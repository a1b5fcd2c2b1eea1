import { randomBytes } from 'node:crypto';
import { STATUS_CODES } from 'node:http';

/** What is answered: JSON, or a text as it is. */
export interface Reply {
  status: number;
  json?: unknown;
  text?: { type: string; body: string } | undefined;
  headers?: Record<string, string> | undefined;
}

/** Thrown by handlers; becomes Domo's usual error body. */
export class ApiError extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** Replaces the usual body. */
  readonly body: object | undefined;

  constructor(status: number, message: string, more: { headers?: Record<string, string>; body?: object } = {}) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.headers = more.headers ?? {};
    this.body = more.body;
  }
}

/** Domo's words when the client may not touch a dataset: a 400 in front, a 403 within. */
export const accessDenied = 'Infrastructure problem (403): Access is denied';

export function errorReply(error: ApiError, path: string): Reply {
  const { status, message, headers } = error;
  const usual = { status, statusReason: STATUS_CODES[status] ?? 'Unknown', path, message, toe: traceId() };
  return { status, json: error.body ?? usual, headers };
}

/** Domo's trace id, as its support asks for it: `UI7PGLVN12-Q56L5-9DHPR`. */
export function traceId(): string {
  const letters = [...randomBytes(20)].map((byte) => (byte % 36).toString(36).toUpperCase()).join('');
  return `${letters.slice(0, 10)}-${letters.slice(10, 15)}-${letters.slice(15)}`;
}

/** With a 200, it is the page on which people log in. */
const titles: Record<number, string> = { 200: 'Domo - Login', 401: 'Domo - Login', 403: 'Domo - Blocked' };

/** A page such as a proxy in front of Domo puts in its place. */
export function htmlPage(status: number): { type: string; body: string } {
  const title = titles[status] ?? `Error ${status} ${STATUS_CODES[status] ?? ''}`.trim();
  return {
    type: 'text/html;charset=utf-8',
    body: `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
  };
}
