import type { Person } from '../../change/types.ts';
import type { Refusal } from '../../change/votes/refusal.ts';
import type { Transaction } from '../../store/database.ts';
import { changeHandWork, type HandWork, handWorkOf } from '../../store/hand-work.ts';
import { lockRequest, type RequestRow } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import { entryOf } from '../entry.ts';
import { auditRefusal, type Outcome } from '../refuse.ts';
import { metRequest } from '../vote/met-request.ts';
import { checkByHand, type HandCheck } from './hand.ts';
import { nextRead } from './next-read.ts';
import { doesByHand, holderOf } from './people.ts';

/** `I'll do it`: whoever clicks first has it, until they give it back or may not do it any more. */
export async function takeByHand(ctx: Context, requestId: string, slackId: string): Promise<Outcome> {
  return change(ctx, requestId, slackId, 'by_hand_taken', (holder, isStillTheirs) =>
    holder === undefined || holder.slackId === slackId || !isStillTheirs ? undefined : { why: 'held', by: holder },
  );
}

/** `Give it back`: the others are asked once more. */
export async function giveBackByHand(ctx: Context, requestId: string, slackId: string): Promise<Outcome> {
  return change(ctx, requestId, slackId, 'by_hand_given_back', (holder) =>
    holder?.slackId === slackId ? undefined : { why: 'not_held', by: holder },
  );
}

/** `Check now`: reads Domo at once, for whoever may do it by hand. Undefined: all is settled. */
export async function checkNow(
  ctx: Context,
  requestId: string,
  slackId: string,
): Promise<Outcome<{ number: number; check: HandCheck | undefined }>> {
  const found = await mayDo(ctx, requestId, slackId, 'by_hand_checked');
  if (!found.ok) return found;
  const check = await checkByHand(ctx, found.row, { priority: 'person' });
  return { ok: true, number: found.row.number, check };
}

/** Whether this person may do what that request waits for, and why not. */
async function mayDo(
  ctx: Context,
  requestId: string,
  slackId: string,
  action: string,
): Promise<Outcome<{ row: RequestRow; person: Person }>> {
  const met = await metRequest(ctx, requestId, slackId, action);
  if (!met.ok || (await doesByHand(ctx, slackId))) return met;
  return auditRefusal(ctx, { why: 'not_by_hand', people: ctx.policy.byHand }, met.person, action, met.row);
}

async function change(
  ctx: Context,
  requestId: string,
  slackId: string,
  event: 'by_hand_taken' | 'by_hand_given_back',
  refusalOf: (holder: Person | undefined, isStillTheirs: boolean) => Refusal | undefined,
): Promise<Outcome> {
  const found = await mayDo(ctx, requestId, slackId, event);
  if (!found.ok) return found;
  const { row, person } = found;
  const before = await handWorkOf(ctx.database.db, requestId);
  const isStillTheirs = before?.holder ? await doesByHand(ctx, before.holder.slackId) : false;
  const refusal = await ctx.database.transaction(async (tx): Promise<Refusal | undefined> => {
    const now = (await lockRequest(tx, requestId)) ?? row;
    const work = await handWorkOf(tx, requestId);
    if (now.state !== 'applying' || work === undefined) return { why: 'not_waiting', state: now.state };
    const holder = await holderOf(ctx, tx, work);
    const why = refusalOf(holder, isStillTheirs);
    const isSo = event === 'by_hand_taken' && holder?.slackId === slackId;
    if (why === undefined && !isSo) await keep(ctx, tx, now, { event, person, work });
    return why;
  });
  return refusal === undefined ? { ok: true } : auditRefusal(ctx, refusal, person, event, row);
}

async function keep(
  ctx: Context,
  tx: Transaction,
  row: RequestRow,
  { event, person, work }: { event: 'by_hand_taken' | 'by_hand_given_back'; person: Person; work: HandWork },
): Promise<void> {
  const requestId = row.id;
  const isTaken = event === 'by_hand_taken';
  const nextReadAt = new Date(Math.min(work.nextReadAt.getTime(), nextRead(ctx, 0).getTime()));
  const holder = isTaken ? person : null;
  await changeHandWork(tx, requestId, { holder, heldAt: ctx.now(), reminders: 0, reads: 0, nextReadAt });
  await ctx.audit(tx, entryOf(ctx, row, event, {}, person));
  if (!isTaken) await ctx.enqueue(tx, 'remind', { requestId, why: 'by_hand' });
  await ctx.enqueue(tx, 'paint', { requestId });
}
