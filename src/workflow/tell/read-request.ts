import { isUndecided } from '../../change/states.ts';
import type { Steward } from '../../change/votes/stewards.ts';
import { itemsFrom } from '../../store/items.ts';
import { cardOf } from '../../store/messages.ts';
import { type ReplyRow, repliesOn } from '../../store/replies.ts';
import { findByNumber, findRequest, type RequestRow } from '../../store/requests.ts';
import { votesOn } from '../../store/votes.ts';
import { readsAll } from '../ask/rights.ts';
import type { Context } from '../context.ts';
import type { MessageRef } from '../ports.ts';
import { auditRefusal, type Outcome, outsiderRefusal } from '../refuse.ts';
import { acceptRefusals } from '../vote/accept.ts';
import { identify } from '../vote/electorate.ts';
import { voteRefusals } from '../vote/vote.ts';
import { asItemView, describe } from './describe.ts';
import type { ItemView, ReplyView, RequestView, Viewer } from './request-view.ts';

/** More than a modal holds. */
const shownReplies = 200;

/** The request that someone wants to see whole, which full members may, and what of it is for them. */
export async function details(
  ctx: Context,
  requestId: string,
  slackId: string,
): Promise<Outcome<{ request: RequestView; viewer: Viewer }>> {
  const viewer = await identify(ctx, slackId);
  const { person, membership } = viewer;
  const row = await findRequest(ctx.database.db, requestId);
  const outside = outsiderRefusal(membership);
  if (outside !== undefined) return auditRefusal(ctx, outside, person, 'details', row);
  if (row === undefined) return auditRefusal(ctx, { why: 'no_such_request' }, person, 'details');
  const all = await readsAll(ctx, slackId);
  const request = await describe(ctx, row, 'now');
  // The approval channel may be private: its talk is for those who decide and audit.
  const replies = all ? await repliesOn(ctx.database.db, row.id, shownReplies) : [];
  return {
    ok: true,
    request: { ...request, replies: replies.map(asReply) },
    viewer: await viewerOf(ctx, row, viewer, all),
  };
}

function asReply({ author, writtenAt, text, editedAt }: ReplyRow): ReplyView {
  return { author, at: writtenAt, text: text ?? undefined, edited: editedAt !== null };
}

async function viewerOf(ctx: Context, row: RequestRow, steward: Steward, all: boolean): Promise<Viewer> {
  const { person } = steward;
  const own = row.requester.slackId === person.slackId;
  const pending = row.state === 'pending';
  const votes = pending ? await votesOn(ctx.database.db, row.id) : [];
  const refusals = pending ? await voteRefusals(ctx, row, person, 'details') : undefined;
  const answers = pending ? await acceptRefusals(ctx, row, steward) : undefined;
  return {
    insider: own || all,
    mayApprove: refusals !== undefined && refusals.approve === undefined,
    mayReject: refusals !== undefined && refusals.reject === undefined,
    mayWithdraw: own && isUndecided(row.state),
    mayAccept: answers !== undefined && answers.accept === undefined,
    mayDecline: answers !== undefined && answers.decline === undefined,
    mayTakeBack: pending && votes.some(({ voter }) => voter.slackId === person.slackId),
  };
}

export async function requestById(
  ctx: Context,
  requestId: string,
  asOf: 'now' | 'stored' = 'stored',
): Promise<RequestView | undefined> {
  const row = await findRequest(ctx.database.db, requestId);
  return row && describe(ctx, row, asOf);
}

export async function requestByNumber(ctx: Context, number: number): Promise<RequestView | undefined> {
  const row = await findByNumber(ctx.database.db, number);
  return row && describe(ctx, row, 'now');
}

/** Where its card is; undefined before one was posted. */
export async function cardOfRequest(ctx: Context, requestId: string): Promise<MessageRef | undefined> {
  return cardOf(ctx.database.db, requestId);
}

/** `from` inclusive; 25 a page is what `Details` shows. */
export async function itemsOf(ctx: Context, requestId: string, from: number, limit: number): Promise<ItemView[]> {
  return (await itemsFrom(ctx.database.db, requestId, from, limit)).map(asItemView);
}
