import { itemsFrom } from '../../store/items.ts';
import { cardOf } from '../../store/messages.ts';
import { findByNumber, findRequest } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import type { MessageRef } from '../ports.ts';
import { auditRefusal, type Outcome } from '../refuse.ts';
import { identify } from '../vote/electorate.ts';
import { asItemView, describe } from './describe.ts';
import type { ItemView, RequestView } from './request-view.ts';

/** The request whose plan someone wants to see, which full members may. */
export async function viewPlan(
  ctx: Context,
  requestId: string,
  slackId: string,
): Promise<Outcome<{ request: RequestView }>> {
  const { person, member } = await identify(ctx, slackId);
  const row = await findRequest(ctx.database.db, requestId);
  if (!member) return auditRefusal(ctx, { why: 'not_a_member' }, person, 'view_plan', row);
  if (row === undefined) return auditRefusal(ctx, { why: 'no_such_request' }, person, 'view_plan');
  return { ok: true, request: await describe(ctx, row, 'stored') };
}

export async function requestById(ctx: Context, requestId: string): Promise<RequestView | undefined> {
  const row = await findRequest(ctx.database.db, requestId);
  return row && describe(ctx, row, 'stored');
}

export async function requestByNumber(ctx: Context, number: number): Promise<RequestView | undefined> {
  const row = await findByNumber(ctx.database.db, number);
  return row && describe(ctx, row, 'now');
}

/** Where its card is; undefined before one was posted. */
export async function cardOfRequest(ctx: Context, requestId: string): Promise<MessageRef | undefined> {
  return cardOf(ctx.database.db, requestId);
}

/** `from` inclusive; 25 a page is what `View plan` shows. */
export async function itemsOf(ctx: Context, requestId: string, from: number, limit: number): Promise<ItemView[]> {
  return (await itemsFrom(ctx.database.db, requestId, from, limit)).map(asItemView);
}
