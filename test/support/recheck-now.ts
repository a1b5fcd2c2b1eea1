import { sql } from 'drizzle-orm';
import type { Steward } from './steward.ts';

/** Lets the later readings of what was applied come now, all of them; `meanwhile`: what happens in Domo before. */
export async function recheckNow(steward: Steward, meanwhile: () => void = () => {}): Promise<void> {
  await steward.stop();
  meanwhile();
  await steward.inDatabase(({ db }) =>
    db.execute(sql`update pgboss.job set start_after = now() where name = 'recheck'`),
  );
  await steward.start();
}
