import type { IncomingHttpHeaders } from 'node:http';
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

/** One request, before anybody has looked at its token. */
export interface Incoming extends Omit<ApiCall, 'params'> {
  headers: IncomingHttpHeaders;
}

/** Who answers which calls. */
export interface Endpoint<I extends Instance = Instance> {
  method: string;
  /** `/v1/datasets/:id` */
  path: string;
  handle: (call: ApiCall, instance: I) => Reply;
}

export interface Route extends Endpoint {
  scope: Scope;
}

/** A whole number from the query, no greater than `max`: Domo's own limit of a page. */
export function pageNumber(query: URLSearchParams, name: string, fallback: number, max = Number.MAX_SAFE_INTEGER) {
  const text = query.get(name);
  if (text === null) return fallback;
  if (!/^\d+$/.test(text)) throw new ApiError(400, 'Bad Request');
  return Math.min(Number(text), max);
}

/** Numbers with commas between them, as `urns=1,2`. Throws 400 for anything else. */
export function idsIn(query: URLSearchParams, name: string): number[] {
  const ids = query.get(name)?.split(',') ?? [];
  if (!ids.every((id) => /^\d+$/.test(id))) throw new ApiError(400, 'Bad Request');
  return ids.map(Number);
}

/** The body, as strict as JSON is: a trailing comma is a bad request. */
export function jsonValue(call: ApiCall): unknown {
  if (!/^application\/json\b/.test(call.contentType)) throw new ApiError(415, 'Unsupported Media Type');
  try {
    return JSON.parse(call.body);
  } catch {
    throw new ApiError(400, 'Bad Request');
  }
}

/** The body as a JSON object. */
export function jsonBody(call: ApiCall): Record<string, unknown> {
  const body = jsonValue(call);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new ApiError(400, 'Bad Request');
  return { ...body };
}
