import { type AnyColumn, type SQL, sql } from 'drizzle-orm';
import { afterPrefix } from './fold.ts';

/**
 * A range of the `text_pattern_ops` index over `what`. Nothing for an empty prefix: a range over everything would have all
 * rows collected and sorted, where the index alone gives the first ones in order.
 */
export function beginsWith(what: SQL | AnyColumn, prefix: string): SQL | undefined {
  return prefix === '' ? undefined : sql`(${what} ~>=~ ${prefix} and ${what} ~<~ ${afterPrefix(prefix)})`;
}

/** The order of that index. */
export function inIndexOrder(what: SQL | AnyColumn): SQL {
  return sql`${what} using ~<~`;
}
