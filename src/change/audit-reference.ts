/** In hex digits, 64 bits: as many as make it the only one of its log, and few enough to read out. */
export const referenceLength = 16;

/** What people compare of the hash of an entry in the audit log. */
export function auditReference(hash: string): string {
  return hash.slice(0, referenceLength);
}
