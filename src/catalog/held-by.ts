import { sql } from 'drizzle-orm';
import { requests } from '../store/tables.ts';

export interface HeldBy {
  id: string;
  number: number;
}

/** The open requests that hold some of a group of datasets, each once; the query joins `holds` and `requests` to them. */
export const heldBy = sql<HeldBy[]>`coalesce(
  json_agg(distinct jsonb_build_object('id', ${requests.id}, 'number', ${requests.number}))
    filter (where ${requests.id} is not null), '[]')`;
