import type { Faults } from './faults.ts';
import type { Reply } from './reply.ts';
import { ApiError } from './reply.ts';
import type { World } from './world.ts';

export const scopes = ['account', 'audit', 'buzz', 'dashboard', 'data', 'user', 'workflow'] as const;
export type Scope = (typeof scopes)[number];

/** What handlers work with. */
export interface Instance {
  world: World;
  faults: Faults;
  now: () => Date;
  /** The Domo user whom the client acts as. */
  clientUserId: number;
}

/** One call that has passed the token check. */
export interface ApiCall {
  method: string;
  path: string;
  /** From the route's placeholders. */
  params: Record<string, string>;
  query: URLSearchParams;
  body: string;
  contentType: string;
  datasetId: string | undefined;
}

export type Handler = (call: ApiCall, instance: Instance) => Reply;

export interface Route {
  method: string;
  /** `/v1/datasets/:id` */
  path: string;
  scope: Scope;
  handle: Handler;
}

/** A whole number from the query, no greater than `max`: Domo's own limit of a page. */
export function pageNumber(query: URLSearchParams, name: string, fallback: number, max = Number.MAX_SAFE_INTEGER) {
  const text = query.get(name);
  if (text === null) return fallback;
  if (!/^\d+$/.test(text)) throw new ApiError(400, 'Bad Request');
  return Math.min(Number(text), max);
}

/** The body as a JSON object. As strict as JSON is: a trailing comma is a bad request. */
export function jsonBody(call: ApiCall): Record<string, unknown> {
  if (!/^application\/json\b/.test(call.contentType)) throw new ApiError(415, 'Unsupported Media Type');
  let body: unknown;
  try {
    body = JSON.parse(call.body);
  } catch {
    throw new ApiError(400, 'Bad Request');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new ApiError(400, 'Bad Request');
  return { ...body };
}
