import { isOpen } from '../../change/states.ts';
import { itemPages } from '../../store/items.ts';
import {
  deleteMessage,
  type MessageRow,
  messagesOf,
  moveMessage,
  noteCardAsked,
  saveMessage,
} from '../../store/messages.ts';
import { saveMentions } from '../../store/pings.ts';
import { findRequest, lockRequest, moveRequest, type RequestRow } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import type { JobPayload } from '../enqueue.ts';
import { type MessageRef, NotifierRefused } from '../ports.ts';
import { catchUpReplies } from '../vote/thread-replies.ts';
import { findAbsence, tellOfAbsence } from './absence.ts';
import { askNewOwner } from './ask-new-owner.ts';
import { call } from './call.ts';
import { asItemView, describe, problemOf } from './describe.ts';
import { acceptancePurpose, livingNotice, noticePaint, paintOf } from './living-notice.ts';
import { followPings } from './ping.ts';
import { callForCard } from './remind.ts';
import { type ItemView, isLongPlan, type RequestView } from './request-view.ts';

/**
 * Brings every recorded message of a request up to date from the store, never from an older painting: posts the card where
 * there is none, the whole plan beneath it, then the card again with its buttons, and then the requester's message. A card
 * that is gone, or cannot be edited any more, is posted anew. Safe to repeat. Throws `NotifierUnavailable`, and
 * `NotifierRefused` when the channel takes no card: the request then says so wherever else it is shown, until a card could be
 * posted.
 */
export async function paint(ctx: Context, { requestId }: JobPayload<'paint'>): Promise<void> {
  // Whoever moves the request and finds this job in the queue already asks for no other: so their commit is waited for.
  const stored = await lockRequest(ctx.database.db, requestId);
  if (stored === undefined) return;
  const row = { ...stored, cardRefusal: null };
  const view = await describe(ctx, row, 'now');
  const messages = await messagesOf(ctx.database.db, requestId);
  const card = messages.find((each) => each.purpose === 'card');
  // After a start it is painted whatever it shows, and replies under it may have come while the app was down.
  if (card?.painted === '') await catchUpReplies(ctx, card);
  const refusal = row.fingerprint === null ? undefined : await paintCard(ctx, row, card, view);
  const cardRefusal = refusal?.message ?? null;
  if (cardRefusal !== stored.cardRefusal) await moveRequest(ctx.database.db, row.id, row.state, { cardRefusal });
  const problem = problemOf({ ...row, cardRefusal });
  for (const message of messages.filter((each) => each !== card)) {
    await repaintNotice(ctx, message, { ...view, problem });
  }
  await askNewOwner(ctx, view, 'once');
  await followPings(ctx, view);
  if (!isHalfway(view)) await ctx.enqueue(ctx.database.db, 'home', {});
  if (refusal !== undefined) throw refusal;
}

/** A run under way repaints its card every few seconds, while lists say no more than that it goes on. */
function isHalfway({ state, total, counts }: RequestView): boolean {
  return state === 'applying' && counts.waiting + counts.writing < total;
}

/** Why the channel takes no card, if so. */
async function paintCard(
  ctx: Context,
  row: RequestRow,
  card: MessageRow | undefined,
  view: RequestView,
): Promise<NotifierRefused | undefined> {
  try {
    await (card === undefined ? postCard(ctx, row) : repaintCard(ctx, row, card, view));
    return undefined;
  } catch (error) {
    if (error instanceof NotifierRefused) return error;
    throw error;
  }
}

async function postCard(ctx: Context, row: RequestRow, replaced?: MessageRow): Promise<void> {
  const called =
    row.state === 'pending' ? await callForCard(ctx, row) : { mentioned: [], later: [], nobodyThere: false };
  const absence = called.nobodyThere ? await findAbsence(ctx, row) : undefined;
  const unposted = { ...(await describe(ctx, row, 'now', called.mentioned)), planPosted: false };
  const ref = await cardOnce(ctx, row, unposted, replaced);
  const painted = { painted: paintOf(unposted), paintedAt: ctx.now() };
  const card: MessageRow = { requestId: row.id, purpose: 'card', ...ref, ...painted };
  await ctx.database.transaction(async (tx) => {
    await saveMessage(tx, card);
    await noteCardAsked(tx, row.id, null);
    await saveMentions(tx, row.id, called.mentioned, ctx.now());
    await call(ctx, tx, row.id, 'asked', called.later);
    if (absence !== undefined) await tellOfAbsence(ctx, tx, row, absence);
    // The thread of a card that is gone went with it.
    await moveRequest(tx, row.id, row.state, { planPostedAt: null });
  });
  await postPlan(ctx, row, card, unposted);
}

/** Posts the card, unless Slack did so already and the process ended, or the answer was lost, before that was recorded. */
async function cardOnce(
  ctx: Context,
  { id, cardAskedAt }: RequestRow,
  view: RequestView,
  replaced: MessageRow | undefined,
): Promise<MessageRef> {
  const { channel } = ctx.policy;
  const found = cardAskedAt === null ? undefined : await ctx.notifier.findCard(channel, id, cardAskedAt, replaced);
  if (found !== undefined) return found;
  if (cardAskedAt === null) await noteCardAsked(ctx.database.db, id, ctx.now());
  try {
    return await ctx.notifier.postCard(channel, view);
  } catch (error) {
    // It was not posted: the next try need not look for it.
    if (error instanceof NotifierRefused) await noteCardAsked(ctx.database.db, id, null);
    throw error;
  }
}

async function repaintCard(ctx: Context, row: RequestRow, card: MessageRow, view: RequestView): Promise<void> {
  if (row.state === 'pending' && row.planPostedAt === null) return postPlan(ctx, row, card, view);
  const painted = paintOf(view);
  if (painted === card.painted) return;
  const outcome = await ctx.notifier.updateCard(card, view);
  if (outcome === 'later') return;
  if (outcome === 'updated') return saveMessage(ctx.database.db, { ...card, painted, paintedAt: ctx.now() });
  await postCard(ctx, row, card);
  await ctx.notifier.remove(card);
}

/** The whole plan in the card's thread; only then may the card offer `Approve`. */
async function postPlan(ctx: Context, row: RequestRow, card: MessageRow, view: RequestView): Promise<void> {
  if (isLongPlan(view)) await ctx.notifier.postItems(card, view, 'plan', viewPages(ctx, row.id));
  await moveRequest(ctx.database.db, row.id, row.state, { planPostedAt: ctx.now() });
  const now = await findRequest(ctx.database.db, row.id);
  if (now === undefined) return;
  const complete = await describe(ctx, { ...now, cardRefusal: null }, 'now');
  const outcome = await ctx.notifier.updateCard(card, complete);
  if (outcome === 'later') return;
  // One that cannot be edited, even now, has no buttons, and may stay with its thread.
  const place = outcome === 'updated' ? card : await ctx.notifier.postCard(card.channel, complete);
  const { channel, ts } = place;
  await saveMessage(ctx.database.db, { ...card, channel, ts, painted: paintOf(complete), paintedAt: ctx.now() });
}

async function repaintNotice(ctx: Context, message: MessageRow, view: RequestView): Promise<void> {
  // What stopped it has a message of its own that says all that this one could.
  if (message.purpose === 'submitted' && view.state === 'invalid') {
    await ctx.notifier.remove(message);
    return deleteMessage(ctx.database.db, message);
  }
  const notice = livingNotice(message, view);
  const painted = noticePaint(notice);
  if (painted === message.painted) return;
  const outcome = await ctx.notifier.updateNotice(message, notice);
  if (outcome === 'later') return;
  // One that cannot be edited any more is replaced while there is something to wait for; the incoming owner is asked anew.
  const isRequesters = notice.about !== acceptancePurpose && notice.about !== 'to do';
  const isAgain = outcome === 'gone' && isOpen(view.state) && isRequesters;
  const again = isAgain ? await ctx.notifier.tell(view.requester.slackId, notice) : undefined;
  const place = outcome === 'updated' ? message : again;
  if (place === undefined) return deleteMessage(ctx.database.db, message);
  const { channel, ts } = place;
  const moved = await moveMessage(ctx.database.db, message, { channel, ts, painted, paintedAt: ctx.now() });
  // Another one took its place meanwhile, a reminder say.
  if (!moved && again !== undefined) await ctx.notifier.remove(again);
}

/** All items as people see them, in pages. */
export async function* viewPages(ctx: Context, requestId: string): AsyncGenerator<ItemView[]> {
  for await (const page of itemPages(ctx.database.db, requestId)) yield page.map(asItemView);
}
