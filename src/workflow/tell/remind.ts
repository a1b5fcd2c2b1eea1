import { afterWaking } from '../../change/quiet-hours.ts';
import type { PingDue } from '../../change/votes/whom-to-ping.ts';
import { pingsOf } from '../../store/pings.ts';
import { findRequest, moveRequest, type RequestRow } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import type { JobPayload } from '../enqueue.ts';
import { whomToCallByHand } from '../hand/people.ts';
import { findInSlack } from '../vote/new-owner.ts';
import { whenToCall, whomToAsk, zoneOf } from '../vote/whom-to-ask.ts';
import { findAbsence, tellOfAbsence } from './absence.ts';
import { call } from './call.ts';
import { describe } from './describe.ts';
import { isAwaited, type RequestView } from './request-view.ts';

/** Nobody's request expires before they have been awake this long since they were last called, in ms. */
const wakingHours = 4 * 60 * 60_000;

/** Whoever was called before then has been awake for some hours since, whatever their quiet hours, in ms. */
const longAgo = 5 * 24 * 60 * 60_000;

/**
 * Whom the card that is about to be posted mentions: those who can decide it, few, awake, and in its channel. `later`: those
 * who are told by a DM, now or when their quiet hours end.
 */
export async function callForCard(
  ctx: Context,
  row: RequestRow,
): Promise<{ mentioned: string[]; later: PingDue[]; nobodyThere: boolean }> {
  const { due, nobodyThere } = await whomToAsk(ctx, row, 'asked');
  const there = await ctx.directory.channelMembers(ctx.policy.channel);
  const seesCard = ({ slackId, dueAt }: PingDue) => dueAt <= ctx.now() && there?.has(slackId) !== false;
  return {
    mentioned: due.filter(seesCard).map(({ slackId }) => slackId),
    later: due.filter((each) => !seesCard(each)),
    nobodyThere,
  };
}

/** Calls some of those who can decide a request. While a question is open it is the requester who is waited for. */
export async function remind(ctx: Context, { requestId, why }: JobPayload<'remind'>): Promise<void> {
  const row = await findRequest(ctx.database.db, requestId);
  if (row?.state === 'applying' && why === 'by_hand') {
    return call(ctx, ctx.database.db, requestId, why, await whomToCallByHand(ctx, requestId));
  }
  if (row?.state !== 'pending') return;
  const request = await describe(ctx, row, 'now');
  const open = request.questions.findLast(({ answer }) => answer === undefined);
  if (open !== undefined && why === 'reminder') {
    await ctx.enqueue(ctx.database.db, 'tell', { requestId, about: 'question', questionId: open.id });
    return;
  }
  const { due, nobodyThere } = await whomToAsk(ctx, row, why);
  const byName = [await awaitedOwner(ctx, request), why === 'expires' ? row.requester.slackId : undefined];
  for (const slackId of new Set(byName)) {
    const also = slackId === undefined ? undefined : await whenToCall(ctx, requestId, slackId);
    if (also !== undefined && !due.some((each) => each.slackId === slackId)) due.push(also);
  }
  if (why === 'expires') await putOff(ctx, row, due);
  await call(ctx, ctx.database.db, requestId, why, due);
  const absence = nobodyThere ? await findAbsence(ctx, row) : undefined;
  if (absence !== undefined) await ctx.database.transaction((tx) => tellOfAbsence(ctx, tx, row, absence));
}

/** The incoming owner, while the request waits for their yes. */
export async function awaitedOwner(ctx: Context, request: RequestView): Promise<string | undefined> {
  if (!isAwaited(request) || request.to === undefined) return undefined;
  const found = await findInSlack(ctx, request.to);
  return 'unreachable' in found ? undefined : found.slackId;
}

/** Everybody was called for the last time: the request expires when they have had some hours to act, or at its time. */
async function putOff(ctx: Context, row: RequestRow, due: PingDue[]): Promise<void> {
  const since = new Date(ctx.now().getTime() - longAgo);
  const earlier = (await pingsOf(ctx.database.db, row.id)).map(({ slackId, dueAt, pingedAt }) => {
    return { slackId, dueAt: dueAt ?? pingedAt ?? since };
  });
  const called = [...earlier, ...due].filter(({ slackId, dueAt }) => {
    return slackId !== row.requester.slackId && dueAt > since;
  });
  const ends = called.map(async ({ slackId, dueAt }) => {
    return afterWaking(ctx.policy.quietHours, await zoneOf(ctx, slackId), dueAt, wakingHours).getTime();
  });
  const expiresAt = new Date(Math.max(row.expiresAt?.getTime() ?? 0, ...(await Promise.all(ends))));
  await moveRequest(ctx.database.db, row.id, 'pending', { expiresAt, lastCallAt: ctx.now() });
  await ctx.enqueue(ctx.database.db, 'paint', { requestId: row.id });
}
