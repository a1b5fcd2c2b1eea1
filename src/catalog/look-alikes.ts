import { setImmediate as nextTurn } from 'node:timers/promises';
import { type AnyColumn, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { alikeAmong, lookOf } from '../change/look-alike.ts';
import type { Handle } from '../store/database.ts';
import { clean } from './fold.ts';

/** Names looked up in one statement, each by the index. */
const batch = 100;

interface Shelf {
  table: PgTable;
  id: AnyColumn;
  look: AnyColumn;
}

/** The ids of those whose name looks like another's, among them or among all that the local copy has. */
export async function lookAlikes<Id extends string | number>(
  q: Handle,
  { table, id, look }: Shelf,
  named: readonly { id: Id; name: string }[],
): Promise<Set<Id>> {
  const found = alikeAmong(named);
  for (let at = 0; at < named.length; at += batch) {
    const some = named.slice(at, at + batch).filter((each) => !found.has(each.id));
    if (some.length === 0) continue;
    const rows = some.map((each, place) => sql`(${place}::int, ${String(each.id)}, ${clean(lookOf(each.name))})`);
    const { rows: alike } = await q.execute<{ place: number }>(sql`
      select asked.place from (values ${sql.join(rows, sql`, `)}) as asked (place, id, look)
      where exists (select 1 from ${table} where ${look} = asked.look and ${id}::text <> asked.id)`);
    for (const { place } of alike) {
      const one = some[place];
      if (one !== undefined) found.add(one.id);
    }
    await nextTurn();
  }
  return found;
}
