import { isOpen, isUndecided } from '../../change/states.ts';
import type { Refusal } from '../../change/votes/refusal.ts';
import { lockRequest, moveRequest, type RequestRow } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import { entryOf } from '../entry.ts';
import { auditRefusal, type Outcome } from '../refuse.ts';
import { isStopped } from '../stopped.ts';
import { transition } from '../transition.ts';
import { electorateOf } from '../vote/electorate.ts';
import { metRequest } from '../vote/met-request.ts';

/** The requester takes back what is not decided yet. */
export async function withdraw(ctx: Context, requestId: string, slackId: string): Promise<Outcome<{ number: number }>> {
  const met = await metRequest(ctx, requestId, slackId, 'withdraw');
  if (!met.ok) return met;
  const { row, person } = met;
  if (row.requester.slackId !== slackId) return auditRefusal(ctx, { why: 'not_yours' }, person, 'withdraw', row);
  const refusal = await ctx.database.transaction(async (tx): Promise<Refusal | undefined> => {
    const now = (await lockRequest(tx, requestId)) ?? row;
    if (!isUndecided(now.state)) return { why: 'already_settled', state: now.state };
    await transition(ctx, tx, now, { to: 'withdrawn', actor: person });
    return undefined;
  });
  return refusal === undefined ? { ok: true, number: row.number } : auditRefusal(ctx, refusal, person, 'withdraw', row);
}

/** The requester or a steward stops a run: the items under way are finished, the others are left alone. */
export async function stopRun(ctx: Context, requestId: string, slackId: string): Promise<Outcome<{ number: number }>> {
  const met = await metRequest(ctx, requestId, slackId, 'stop');
  if (!met.ok) return met;
  const { row, person } = met;
  const refusal = await stopRefusal(ctx, row, slackId);
  if (refusal !== undefined) return auditRefusal(ctx, refusal, person, 'stop', row);
  const stopped = await ctx.database.transaction(async (tx) => {
    const now = await lockRequest(tx, requestId);
    if (now === undefined || (now.state !== 'approved' && now.state !== 'applying')) return false;
    if (await isStopped(ctx, requestId, tx)) return true;
    await moveRequest(tx, requestId, now.state, { stoppedBy: person });
    await ctx.audit(tx, entryOf(ctx, row, 'stop', {}, person));
    // Its run may be over, and people waited for.
    if (now.state === 'applying') await ctx.enqueue(tx, 'hand', { requestId });
    await ctx.enqueue(tx, 'paint', { requestId });
    return true;
  });
  if (stopped) return { ok: true, number: row.number };
  return auditRefusal(ctx, { why: 'not_applying', state: row.state }, person, 'stop', row);
}

async function stopRefusal(ctx: Context, row: RequestRow, slackId: string): Promise<Refusal | undefined> {
  if (!isOpen(row.state)) return { why: 'not_applying', state: row.state };
  if (row.requester.slackId === slackId) return undefined;
  const { rules } = await electorateOf(ctx, row, []);
  if (rules.some(({ members }) => members.includes(slackId))) return undefined;
  return { why: 'may_not_stop', approvers: rules.flatMap((rule) => rule.approvers) };
}
