import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../src/store/database.ts';

/** What someone can do who owns the database. */
export async function tamper({ db }: Pick<Database, 'db'>, statement: SQL): Promise<void> {
  await db.execute(sql`alter table audit disable trigger all`);
  await db.execute(sql`alter table audit drop constraint audit_seq`);
  await db.execute(statement);
  await db.execute(
    sql`alter table audit add constraint audit_seq check (seq between 1 and 9007199254740991) not valid`,
  );
  await db.execute(sql`alter table audit enable trigger all`);
}
