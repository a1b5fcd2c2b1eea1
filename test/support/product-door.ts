import type { DomoServer } from '../../sandbox/domo/server.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import type { Steward } from './steward.ts';

/** Where the product API takes its one write: a new owner for several datasets. */
export const reassign = '/api/data/v1/ui/bulk/reassign';

const year = 365 * 86_400_000;

/** The ids in each of these writes, one after the other. */
export function reassigned({ calls }: DomoServer): string[][] {
  const sent = calls.recent().filter(({ path }) => path === reassign);
  return sent.map(({ body }) => JSON.parse(body ?? '').ids);
}

/** Nothing fails any more, and the access token is good for a year. */
export function mendDomo({ faults, product }: DomoServer): void {
  faults.clear();
  product.expireTokenAt(new Date(Date.now() + year));
}

/** Stops the app, holds its log against what it stored, and ends the rest. */
export async function closeVerified(steward: Steward): Promise<void> {
  await steward.stop();
  const verified = await steward.inDatabase(({ db }) => verifyAudit(db, { key: steward.config.auditKey }));
  expect(verified).toMatchObject({ ok: true });
  await steward.close();
}
