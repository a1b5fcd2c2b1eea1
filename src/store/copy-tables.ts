import { sql } from 'drizzle-orm';
import type { Handle } from './database.ts';

/** Of a wide dataset a row may have some 100 kB. */
const rowsAtOnce = 200;

interface Copied {
  table: string;
  rows: number;
}

/**
 * Copies every row of our tables, and the jobs that are not done, from one database into the same tables of another, inside
 * the transaction that `to` is. Both have the tables of this release, and `to` has no rows. Resolves to how many there were.
 */
export async function copyTables(from: Handle, to: Handle): Promise<Copied[]> {
  const copied: Copied[] = [];
  // The migrations left one: the oldest release that may use the tables.
  await to.execute(sql`delete from settings`);
  for (const table of await inOrder(from)) copied.push({ table, rows: await copy(from, to, table) });
  // Those under way belong to nobody any more: their next try goes on with them.
  const states = sql`where state in ('created', 'retry', 'active')`;
  await to.execute(sql`delete from pgboss.job`);
  copied.push({ table: 'pgboss.job', rows: await copy(from, to, 'pgboss.job', states) });
  await to.execute(sql`update pgboss.job set state = 'retry', start_after = now() where state = 'active'`);
  return copied;
}

/** Our tables, each behind those that it refers to. */
async function inOrder(db: Handle): Promise<string[]> {
  const { rows: tables } = await db.execute<{ name: string }>(
    sql`select quote_ident(tablename) as name from pg_tables where schemaname = 'public' order by 1`,
  );
  const { rows: references } = await db.execute<{ name: string; to: string }>(
    sql`select conrelid::regclass::text as name, confrelid::regclass::text as "to" from pg_constraint
        where contype = 'f' and connamespace = 'public'::regnamespace and conrelid <> confrelid`,
  );
  const ordered: string[] = [];
  const left = new Set(tables.map(({ name }) => name));
  while (left.size > 0) {
    const next = [...left].filter((name) => !references.some((each) => each.name === name && left.has(each.to)));
    if (next.length === 0) throw new Error(`Tables refer to each other in a circle: ${[...left]}`);
    for (const name of next) left.delete(name);
    ordered.push(...next);
  }
  return ordered;
}

/** Rows go as text from one to the other, and through no type of JavaScript's that would round one. */
async function copy(from: Handle, to: Handle, table: string, where = sql``): Promise<number> {
  const name = sql.raw(table);
  const columns = sql.raw((await writableColumns(to, table)).join(', '));
  // A request may go on from an earlier one, which has to be there before it. Nobody else writes meanwhile: rows stand still.
  const order = sql.raw(table === 'requests' ? 'number' : 'tableoid, ctid');
  let rows = 0;
  for (;;) {
    const page = sql`select * from ${name} ${where} order by ${order} limit ${rowsAtOnce} offset ${rows}`;
    const { rows: read } = await from.execute<{ row: string }>(sql`select to_jsonb(t)::text as row from (${page}) t`);
    if (read.length === 0) return rows;
    const all = `[${read.map(({ row }) => row).join(',')}]`;
    await to.execute(
      sql`insert into ${name} (${columns}) overriding system value
          select ${columns} from jsonb_populate_recordset(null::${name}, ${all}::jsonb)`,
    );
    rows += read.length;
  }
}

async function writableColumns(db: Handle, table: string): Promise<string[]> {
  const { rows } = await db.execute<{ name: string }>(
    sql`select quote_ident(attname) as name from pg_attribute
        where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
  );
  return rows.map(({ name }) => name);
}
