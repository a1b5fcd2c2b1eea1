import type { Incoming, Instance, Route } from './api.ts';
import { auditRoutes } from './audit.ts';
import { datasetRoutes } from './datasets.ts';
import type { Oauth } from './oauth.ts';
import { peopleRoutes } from './people.ts';
import { policyRoutes } from './policies.ts';
import { ApiError, errorReply, type Reply } from './reply.ts';
import { createRouter } from './route.ts';
import { streamRoutes } from './streams.ts';

const allRoutes = [...datasetRoutes, ...policyRoutes, ...peopleRoutes, ...streamRoutes, ...auditRoutes];

/** Finds who answers a request. Every refusal becomes a reply; other errors are bugs and are thrown. */
export function createDispatch(instance: Instance, oauth: Oauth): (incoming: Incoming) => Reply {
  const router = createRouter<Route>(allRoutes);

  function answer(incoming: Incoming): Reply {
    const { authorization } = incoming.headers;
    if (incoming.path === '/oauth/token') {
      if (!['GET', 'POST'].includes(incoming.method)) throw new ApiError(405, 'Method Not Allowed');
      return oauth.issue({ ...incoming, authorization });
    }
    const found = router.at(incoming.path);
    const route = found.find(({ method }) => method === incoming.method);
    oauth.check(authorization, route?.scope ?? 'data');
    if (!route) throw found.length ? new ApiError(405, 'Method Not Allowed') : new ApiError(404, 'Not Found');
    return route.handle(router.call(route, incoming), instance);
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
