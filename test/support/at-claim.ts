import { sql } from 'drizzle-orm';
import type { Steward } from './steward.ts';

/** While the app stands still, has the database run these statements of PL/pgSQL `before` or `after` each claim of a dataset from then on. */
export async function atClaim(
  { stop, start, inDatabase }: Steward,
  moment: 'before' | 'after',
  statements: string,
): Promise<void> {
  await stop();
  await inDatabase(async ({ db }) => {
    await db.execute(
      sql.raw(`create function at_claim() returns trigger language plpgsql as $$
      begin
        ${statements}
        return new;
      end $$`),
    );
    await db.execute(
      sql.raw(`create trigger at_claim ${moment} update of state on items
      for each row when (old.state = 'waiting' and new.state = 'writing') execute function at_claim()`),
    );
  });
  await start();
}
