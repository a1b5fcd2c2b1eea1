import { type SQL, sql } from 'drizzle-orm';

/** Where a request stands. */
export const stages = ['preparing', 'pending', 'approved', 'running', 'done'] as const;
export type Stage = (typeof stages)[number];

/** What `audit verify` finds; `fine`: nothing, since it is no fact of a request, a plan, a vote or an outcome. */
export type Verdict = RegExp | 'fine';

export interface Tampering {
  what: string;
  /** `id`: the request's. */
  by: (id: SQL) => SQL;
  verdict: Verdict | ((stage: Stage) => Verdict);
  /** The app is not started on it: nothing would go on, or all would stop. */
  onlyLooked?: true;
}

export const stranger = sql`'{"slackId": "U0KARL00001", "name": "Karl", "domoId": 99}'::jsonb`;
export const afterFreeze = (found: RegExp) => (stage: Stage) => (stage === 'preparing' ? 'fine' : found);
export const own = (table: string, id: SQL) => sql`${sql.identifier(table)} where request_id = ${id}`;

/** Takes a request away, with what these tables have of it, in one statement. */
export function removed(id: SQL, tables: string[]): SQL {
  const rows = tables.flatMap((table) =>
    table === 'requests' || table === 'pgboss.job'
      ? []
      : sql`${sql.identifier(`of_${table}`)} as (delete from ${own(table, id)})`,
  );
  return sql`with ${sql.join(rows, sql`, `)} delete from requests where id = ${id}`;
}
