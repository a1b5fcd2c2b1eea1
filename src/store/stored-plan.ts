import { setImmediate as nextTurn } from 'node:timers/promises';
import { beginFingerprint, itemDigest } from '../change/fingerprint.ts';
import type { ItemState } from '../change/types.ts';
import type { Reader } from './database.ts';
import { itemPages } from './items.ts';
import type { RequestRow } from './requests.ts';

/** A plan as it is stored now. */
export interface StoredPlan {
  fingerprint: string;
  /** By dataset: a digest of what the plan says of it, and what has become of it. */
  items: Map<string, { digest: string; state: ItemState }>;
}

/** What of a request goes into its fingerprint, beside the items. */
export type Bound = Pick<RequestRow, 'id' | 'number' | 'kind' | 'requester' | 'reason' | 'customer'>;

/** Reads all items of a request, a page at a time, and computes its fingerprint of them. */
export async function readStoredPlan(q: Reader, row: Bound): Promise<StoredPlan> {
  const { id, number, kind, requester, reason, customer } = row;
  const { slackId, domoId } = requester;
  const hash = beginFingerprint({ requestId: id, number, kind, requester: { slackId, domoId }, reason, customer });
  const items: StoredPlan['items'] = new Map();
  for await (const page of itemPages(q, id)) {
    for (const item of page) {
      hash.add(item);
      items.set(item.datasetId, { digest: itemDigest(item), state: item.state });
    }
    await nextTurn();
  }
  return { fingerprint: hash.digest(), items };
}
