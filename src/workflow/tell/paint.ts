import { createHash } from 'node:crypto';
import { canonicalJson } from '../../change/fingerprint.ts';
import { itemPages } from '../../store/items.ts';
import { deleteMessage, type MessageRow, messagesOf, saveMessage } from '../../store/messages.ts';
import { findRequest, lockRequest, moveRequest, type RequestRow } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import type { JobPayload } from '../enqueue.ts';
import { NotifierRefused } from '../ports.ts';
import { asItemView, describe } from './describe.ts';
import type { ItemView, RequestView } from './request-view.ts';

/**
 * Brings every recorded message of a request up to date from the store, never from an older painting: posts the card where
 * there is none, the whole plan beneath it, then the card again with its buttons. A card that is gone is posted anew.
 * Safe to repeat. Throws `NotifierUnavailable`, and `NotifierRefused` when the channel takes no card: the request then says
 * so wherever else it is shown, until a card could be posted.
 */
export async function paint(ctx: Context, { requestId }: JobPayload<'paint'>): Promise<void> {
  // Whoever moves the request and finds this job in the queue already asks for no other: so their commit is waited for.
  const stored = await lockRequest(ctx.database.db, requestId);
  if (stored === undefined) return;
  const row = asIfPosted(stored);
  const view = await describe(ctx, row, 'now');
  const messages = await messagesOf(ctx.database.db, requestId);
  const notices = messages.filter((each) => each.purpose !== 'card');
  const tellRequester = async (problem: string | undefined) => {
    for (const message of notices) await repaintNotice(ctx, message, { ...view, problem });
  };
  await tellRequester(stored.problem ?? undefined);
  if (row.fingerprint === null) return;
  const card = messages.find((each) => each.purpose === 'card');
  try {
    await (card === undefined ? postCard(ctx, row, view) : repaintCard(ctx, row, card, view));
  } catch (error) {
    if (!(error instanceof NotifierRefused) || row.state !== 'pending') throw error;
    const problem = `${notPosted}${error.message}`;
    await moveRequest(ctx.database.db, row.id, 'pending', { problem });
    await tellRequester(problem);
    throw error;
  }
  if (row === stored) return;
  await moveRequest(ctx.database.db, row.id, row.state, { problem: null });
  await tellRequester(undefined);
}

const notPosted = "No one can approve this yet, because I can't post its card. ";

/** Without the problem that ends with the card being posted. */
function asIfPosted(row: RequestRow): RequestRow {
  return row.problem?.startsWith(notPosted) ? { ...row, problem: null } : row;
}

async function postCard(ctx: Context, row: RequestRow, view: RequestView): Promise<void> {
  const unposted = { ...view, planPosted: false };
  const ref = await ctx.notifier.postCard(ctx.policy.channel, unposted);
  const painted = { painted: paintOf(unposted), paintedAt: ctx.now() };
  const card: MessageRow = { requestId: row.id, purpose: 'card', ...ref, ...painted };
  await ctx.database.transaction(async (tx) => {
    await saveMessage(tx, card);
    // The thread of a card that is gone went with it.
    await moveRequest(tx, row.id, row.state, { planPostedAt: null });
  });
  await postPlan(ctx, row, card);
}

async function repaintCard(ctx: Context, row: RequestRow, card: MessageRow, view: RequestView): Promise<void> {
  if (row.state === 'pending' && row.planPostedAt === null) return postPlan(ctx, row, card);
  const painted = paintOf(view);
  if (painted === card.painted) return;
  const outcome = await ctx.notifier.updateCard(card, view);
  if (outcome === 'gone') return postCard(ctx, row, view);
  await saveMessage(ctx.database.db, { ...card, painted, paintedAt: ctx.now() });
}

/** The whole plan in the card's thread; only then may the card offer `Approve`. */
async function postPlan(ctx: Context, row: RequestRow, card: MessageRow): Promise<void> {
  const view = await describe(ctx, row, 'now');
  await ctx.notifier.postItems(card, view, 'plan', viewPages(ctx, row.id));
  await moveRequest(ctx.database.db, row.id, row.state, { planPostedAt: ctx.now() });
  const now = await findRequest(ctx.database.db, row.id);
  if (now === undefined) return;
  const complete = await describe(ctx, asIfPosted(now), 'now');
  await ctx.notifier.updateCard(card, complete);
  await saveMessage(ctx.database.db, { ...card, painted: paintOf(complete), paintedAt: ctx.now() });
}

async function repaintNotice(ctx: Context, message: MessageRow, view: RequestView): Promise<void> {
  const painted = noticePaint(view);
  if (painted === message.painted) return;
  const outcome = await ctx.notifier.updateNotice(message, { about: 'submitted', request: view });
  if (outcome === 'gone') await deleteMessage(ctx.database.db, message.requestId, message.purpose);
  else await saveMessage(ctx.database.db, { ...message, painted, paintedAt: ctx.now() });
}

/** All items as people see them, in pages. */
export async function* viewPages(ctx: Context, requestId: string): AsyncGenerator<ItemView[]> {
  for await (const page of itemPages(ctx.database.db, requestId)) yield page.map(asItemView);
}

/** What the requester's message depends on. */
export function noticePaint({ state, problem, rules }: Pick<RequestView, 'state' | 'problem' | 'rules'>): string {
  return paintOf([state, problem ?? null, rules]);
}

function paintOf(shown: unknown): string {
  return createHash('sha256').update(canonicalJson(shown)).digest('hex');
}
