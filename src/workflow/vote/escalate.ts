import { rulesFor } from '../../change/votes/rules.ts';
import type { Transaction } from '../../store/database.ts';
import { findRequest, lockRequest, moveRequest, type RequestRow } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import { entryOf } from '../entry.ts';
import { readFacts, ruleFactsOf } from '../facts.ts';

/**
 * From now on the policy's fallback approvers may approve this request under these rules too, and stay so: who may is in the
 * log, so that a recount does not depend on the clock. Changes nothing else; their vote counts as any other. Resolves to
 * whether any joined that had not.
 */
export async function escalate(
  ctx: Context,
  tx: Transaction,
  row: Pick<RequestRow, 'id' | 'number'>,
  rules: string[],
): Promise<boolean> {
  const now = await lockRequest(tx, row.id);
  const joining = rules.filter((name) => !now?.escalated.includes(name));
  if (now?.state !== 'pending' || joining.length === 0) return false;
  await moveRequest(tx, row.id, 'pending', { escalated: [...now.escalated, ...joining] });
  const detail = { rules: joining, fallback: ctx.policy.fallbackApprovers };
  await ctx.audit(tx, entryOf(ctx, row, 'escalated', detail));
  await ctx.enqueue(tx, 'paint', { requestId: row.id });
  return true;
}

/** The same for all of its rules, once it has waited for `escalate_after`. */
export async function escalateIfDue(
  ctx: Context,
  { id, pendingAt }: Pick<RequestRow, 'id' | 'pendingAt'>,
): Promise<void> {
  const { fallbackApprovers, escalateAfter } = ctx.policy;
  if (fallbackApprovers.length === 0 || pendingAt === null) return;
  if (ctx.now().getTime() < pendingAt.getTime() + escalateAfter) return;
  const row = await findRequest(ctx.database.db, id);
  if (row?.state !== 'pending') return;
  const rules = rulesFor(ctx.policy, await ruleFactsOf(ctx, row, readFacts(row.facts))).map(({ name }) => name);
  if (rules.every((name) => row.escalated.includes(name))) return;
  await ctx.database.transaction(async (tx) => {
    if (await escalate(ctx, tx, row, rules)) await ctx.enqueue(tx, 'remind', { requestId: id, why: 'escalated' });
  });
}
