import { STATUS_CODES } from 'node:http';
import type { Incoming } from '../api.ts';
import { ApiError, htmlPage, type Reply, traceId } from '../reply.ts';
import { createRouter } from '../route.ts';
import { alertEndpoints } from './alerts.ts';
import { beastModeEndpoints } from './beast-modes.ts';
import { cardEndpoints } from './cards.ts';
import { policyEndpoints } from './column-policies.ts';
import { columnEndpoints } from './columns.ts';
import { dataflowEndpoints } from './dataflows.ts';
import { datasourceEndpoints } from './datasources.ts';
import type { ProductInstance } from './endpoint.ts';
import { groupEndpoints } from './groups.ts';
import { lineageEndpoints } from './lineage.ts';
import { ownerEndpoints } from './owners.ts';
import { permissionEndpoints } from './permissions.ts';
import { streamEndpoints } from './streams.ts';
import { userEndpoints } from './users.ts';

const endpoints = [
  ...userEndpoints,
  ...groupEndpoints,
  ...permissionEndpoints,
  ...datasourceEndpoints,
  ...ownerEndpoints,
  ...columnEndpoints,
  ...policyEndpoints,
  ...streamEndpoints,
  ...lineageEndpoints,
  ...cardEndpoints,
  ...dataflowEndpoints,
  ...alertEndpoints,
  ...beastModeEndpoints,
];

/** Finds who answers a request of the product API. Every refusal becomes a reply; other errors are bugs and are thrown. */
export function createProductDispatch(instance: ProductInstance): (incoming: Incoming) => Reply {
  const { faults, now, token } = instance;
  const router = createRouter(endpoints);

  function answer(incoming: Incoming): Reply {
    const elsewhere = faults.strike('wrong_host', incoming);
    if (elsewhere) return wrongHost(elsewhere.as);
    const given = incoming.headers['x-domo-developer-token'];
    if (given !== token.value || token.expiresAt <= now() || faults.strike('token_over', incoming)) {
      return bare(401);
    }
    const found = router.at(incoming.path);
    const endpoint = found.find(({ method }) => method === incoming.method);
    if (endpoint) return endpoint.handle(router.call(endpoint, incoming), instance);
    if (found.length > 0) throw new ApiError(405, `Request method '${incoming.method}' is not supported`);
    throw new ApiError(404, `No static resource ${incoming.path.slice(1)} for request '${incoming.path}'.`);
  }

  return (incoming) => {
    try {
      return answer(incoming);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return errorReply(error, faults.strike('error_body', incoming)?.as);
    }
  };
}

/** Unlike the public API's: the reason is in `localizedMessage`, and `message` is only the name of the status. */
function errorReply({ status, message, body }: ApiError, as?: 'message' | 'empty'): Reply {
  if (as === 'empty') return { status };
  const statusReason = STATUS_CODES[status] ?? 'Unknown';
  if (as === 'message') return { status, json: { message: statusReason } };
  const usual = { status, statusReason, message: statusReason, localizedMessage: message, toe: traceId() };
  return { status, json: body ?? usual };
}

function wrongHost(as: 'forbidden' | 'empty' | 'html' | 'redirect'): Reply {
  if (as === 'empty') return { status: 200 };
  if (as === 'html') return { status: 200, text: htmlPage(403) };
  if (as === 'redirect') return { status: 303, headers: { Location: 'https://www.domo.com/blocked' } };
  return bare(403);
}

function bare(status: 401 | 403): Reply {
  return { status, json: { message: STATUS_CODES[status] } };
}
