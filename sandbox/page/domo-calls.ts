import type { SeenCall } from '../domo/calls.ts';
import type { DomoServer } from '../domo/server.ts';
import type { DomoCallLine } from './protocol.ts';

/** A request of the app to Domo, as a line of the log. */
export function callLine(domo: DomoServer, call: SeenCall): DomoCallLine {
  const { number, at, method, path, query, datasetId, status, ms } = call;
  const datasetName = datasetId ? (domo.world.dataset(datasetId)?.name ?? null) : null;
  return { number, at: at.toISOString(), method, path: `${path}${query}`, datasetName, status, ms };
}
