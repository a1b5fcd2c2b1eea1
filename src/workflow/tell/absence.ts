import type { PingDue } from '../../change/votes/whom-to-ping.ts';
import type { Transaction } from '../../store/database.ts';
import { lockRequest, moveRequest, type RequestRow } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import { entryOf } from '../entry.ts';
import { allAwayOf } from '../vote/all-away.ts';
import { whenToCall, whomToCall } from '../vote/whom-to-ask.ts';
import { call } from './call.ts';

/** Everyone who could decide a request under these rules is away, and whom to tell of it. */
export interface Absence {
  rules: string[];
  due: PingDue[];
}

/** Whom to tell that all are away: those who join them later, else the requester. Undefined: not all are, or it was told. */
export async function findAbsence(ctx: Context, row: RequestRow): Promise<Absence | undefined> {
  if (row.allAwayAt !== null) return undefined;
  const { rules, joining } = await allAwayOf(ctx, row);
  if (rules.length === 0) return undefined;
  if (joining !== undefined) {
    const people = joining.people.map(({ slackId }) => slackId);
    return { rules, due: await whomToCall(ctx, row.id, people) };
  }
  const requester = await whenToCall(ctx, row.id, row.requester.slackId);
  return { rules, due: requester === undefined ? [] : [requester] };
}

/** Tells them once, whichever process finds it first: the request's row keeps that it was. */
export async function tellOfAbsence(
  ctx: Context,
  tx: Transaction,
  row: Pick<RequestRow, 'id' | 'number'>,
  { rules, due }: Absence,
): Promise<void> {
  const { id } = row;
  const now = await lockRequest(tx, id);
  if (now?.state !== 'pending' || now.allAwayAt !== null) return;
  await moveRequest(tx, id, 'pending', { allAwayAt: ctx.now() });
  const told = due.map(({ slackId }) => slackId);
  await ctx.audit(tx, entryOf(ctx, row, 'all_away', { rules, told }));
  await call(ctx, tx, id, 'escalated', due);
  await ctx.enqueue(tx, 'paint', { requestId: id });
}
