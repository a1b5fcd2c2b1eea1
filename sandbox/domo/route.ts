import type { ApiCall, Endpoint, Incoming } from './api.ts';
import { ApiError } from './reply.ts';

/** Finds whose call it is. */
export interface Router<E> {
  /** All that answer at this path, by whatever method. */
  at(path: string): E[];
  call(endpoint: E, incoming: Incoming): ApiCall;
}

export function createRouter<E extends Pick<Endpoint, 'path'>>(endpoints: readonly E[]): Router<E> {
  // Domo's Python SDK ends the path of a list with a slash.
  const patternOf = ({ path }: E) => new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}/?$`);
  const known = new Map(endpoints.map((endpoint) => [endpoint, patternOf(endpoint)]));
  return {
    at: (path) => endpoints.filter((endpoint) => known.get(endpoint)?.test(path)),
    call: (endpoint, incoming) => {
      const groups = known.get(endpoint)?.exec(incoming.path)?.groups ?? {};
      const params = Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decode(value)]));
      return { ...incoming, params };
    },
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ApiError(400, 'Bad Request');
  }
}
