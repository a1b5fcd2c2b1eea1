import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Plan, PlanItem } from './types.ts';

/** A fingerprint under way: a plan of thousands of items is hashed item by item, so that nobody has to wait for it. */
export interface FingerprintHash {
  add(item: PlanItem): void;
  /** Hex. */
  digest(): string;
}

/** An item's part of the plan, whatever else is kept with it. A `public` door is left out: fingerprints are older than doors. */
function boundOf({ datasetId, datasetName, pdp, change, door = 'public' }: PlanItem): PlanItem {
  return { datasetId, datasetName, pdp, change, ...(door !== 'public' && { door }) };
}

export function itemDigest(item: PlanItem): string {
  return createHash('sha256')
    .update(canonicalJson(boundOf(item)))
    .digest('base64');
}

/**
 * Begins the SHA-256 of the plan's canonical JSON (RFC 8785), to which its items are then added in their order. Two plans
 * share it only when all that an approval binds is the same.
 */
export function beginFingerprint({ customer, ...rest }: Omit<Plan, 'items'>): FingerprintHash {
  // Canonical JSON sorts keys: `customer` and `items` come before all others of a plan.
  const hash = createHash('sha256').update(`{"customer":${canonicalJson(customer)},"items":[`);
  let separator = '';
  return {
    add(item) {
      hash.update(separator + canonicalJson(boundOf(item)));
      separator = ',';
    },
    digest: () => hash.update(`],${canonicalJson(rest).slice(1)}`).digest('hex'),
  };
}

/** JSON with sorted keys and no `undefined`, so that a value read back from the database gives the same text. */
export function canonicalJson(value: unknown): string {
  // Canonicalize writes `undefined` members differently from JSON: the round trip drops them first.
  return canonicalize(JSON.parse(JSON.stringify(value))) ?? 'null';
}
