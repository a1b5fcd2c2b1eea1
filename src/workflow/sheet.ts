import { sql } from 'drizzle-orm';
import { type AuditHead, logHead, logLock, PolicyChanged } from '../audit/append.ts';
import { asksForCount } from '../change/votes/rules.ts';
import type { Handle, Transaction } from '../store/database.ts';
import { otherDatasetsAsked } from '../store/items.ts';
import { lockRequestAnd } from '../store/requests.ts';
import { readSheet, type Sheet } from '../store/sheets.ts';
import type { Context } from './context.ts';
import { week } from './facts.ts';

/** A sheet as a click finds it, outside of any lock. */
export interface FoundSheet extends Sheet {
  /** How many of the owner's datasets other requests asked for (`otherDatasetsOfOwner`); 0 where no rule goes by that. */
  others: number;
}

/** Throws `PolicyChanged` when the policy that the use case goes by is not in force. */
export async function findSheet(ctx: Context, id: string): Promise<FoundSheet | undefined> {
  const q: Handle = ctx.database.db;
  const head = logHead(q);
  // It would take half of the statement's time where no rule needs it.
  const others = asksForCount(ctx.policy) ? otherDatasetsAsked(q, week) : sql`0`;
  const more = sql<{ head: AuditHead | null; others: number }>`json_build_object('head', ${head}, 'others', ${others})`;
  const sheet = await readSheet(q, id, more);
  const inForce = sheet?.more.head?.policyHash ?? ctx.policy.hash;
  if (inForce !== ctx.policy.hash) throw new PolicyChanged();
  return sheet && { ...sheet, others: sheet.more.others };
}

/** Locks the request and takes the log's turn, so that nothing of either is read again in the transaction; undefined: there is none. */
export async function lockSheet(
  ctx: Pick<Context, 'beginTurn'>,
  tx: Transaction,
  id: string,
): Promise<Sheet | undefined> {
  await lockRequestAnd(tx, id, logLock);
  const sheet = await readSheet(tx, id, logHead(tx));
  if (sheet !== undefined) ctx.beginTurn(tx, sheet.more);
  return sheet;
}
