import { setImmediate as nextTurn } from 'node:timers/promises';
import { beginFingerprint } from '../../change/fingerprint.ts';
import type { Handle } from '../../store/database.ts';
import { itemPages } from '../../store/items.ts';
import type { RequestRow } from '../../store/requests.ts';

/** The fingerprint of the plan as it is stored now. */
export async function storedFingerprint(q: Handle, row: RequestRow): Promise<string> {
  const { id, number, kind, requester, reason, customer } = row;
  const { slackId, domoId } = requester;
  const hash = beginFingerprint({ requestId: id, number, kind, requester: { slackId, domoId }, reason, customer });
  for await (const page of itemPages(q, id)) {
    for (const { datasetId, datasetName, pdp, change } of page) hash.add({ datasetId, datasetName, pdp, change });
    await nextTurn();
  }
  return hash.digest();
}
