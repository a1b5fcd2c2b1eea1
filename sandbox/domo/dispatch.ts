import type { ApiCall, Instance, Route } from './api.ts';
import { auditRoutes } from './audit.ts';
import { datasetRoutes } from './datasets.ts';
import { executionRoutes } from './executions.ts';
import { importRoutes } from './import-data.ts';
import type { Oauth } from './oauth.ts';
import { peopleRoutes } from './people.ts';
import { policyRoutes } from './policies.ts';
import { ApiError, errorReply, type Reply } from './reply.ts';
import { streamRoutes } from './streams.ts';

const allRoutes = [
  ...datasetRoutes,
  ...policyRoutes,
  ...importRoutes,
  ...peopleRoutes,
  ...streamRoutes,
  ...executionRoutes,
  ...auditRoutes,
];

export interface Incoming extends Omit<ApiCall, 'params'> {
  authorization: string | undefined;
}

/** Finds who answers a request. Every refusal becomes a reply; other errors are bugs and are thrown. */
export function createDispatch(instance: Instance, oauth: Oauth): (incoming: Incoming) => Reply {
  const routes = allRoutes.map((route) => ({
    ...route,
    // Domo's Python SDK ends the path of a list with a slash.
    pattern: new RegExp(`^${route.path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}/?$`),
  }));

  function answer(incoming: Incoming): Reply {
    if (incoming.path === '/oauth/token') {
      if (!['GET', 'POST'].includes(incoming.method)) throw new ApiError(405, 'Method Not Allowed');
      return oauth.issue(incoming);
    }
    const found = routes.filter(({ pattern }) => pattern.test(incoming.path));
    const route = found.find(({ method }) => method === incoming.method);
    oauth.check(incoming.authorization, route?.scope ?? 'data');
    if (!route) throw found.length ? new ApiError(405, 'Method Not Allowed') : new ApiError(404, 'Not Found');
    return route.handle({ ...incoming, params: paramsOf(route, incoming.path) }, instance);
  }

  return (incoming) => {
    try {
      return answer(incoming);
    } catch (error) {
      if (error instanceof ApiError) return errorReply(error, incoming.path);
      throw error;
    }
  };
}

function paramsOf({ pattern }: Route & { pattern: RegExp }, path: string): Record<string, string> {
  const groups = pattern.exec(path)?.groups ?? {};
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decode(value)]));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ApiError(400, 'Bad Request');
  }
}
