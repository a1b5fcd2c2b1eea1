import { storable } from '../../audit/chain.ts';
import type { Transaction } from '../../store/database.ts';
import { requestOfCard } from '../../store/messages.ts';
import { insertReply, lockReply, type ReplyRow, updateReply } from '../../store/replies.ts';
import { findRequest } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import { type MessageRef, NotifierUnavailable, type ThreadReply } from '../ports.ts';
import { identify } from './identify.ts';

/** Far more than anybody writes in a reply, in code points; the log keeps each for ever. */
const longestReply = 4_000;

/**
 * Keeps what a member of the workspace wrote in the thread of a request's card, or what they changed in it. It is talk: it
 * decides nothing, and nobody is told of it. Told twice, or in another order, it is kept once as it reads last.
 */
export async function keepReply(ctx: Context, reply: ThreadReply): Promise<void> {
  const { channel, ts, thread, slackId, editedAt } = reply;
  const requestId = await requestOfCard(ctx.database.db, channel, thread);
  const request = requestId && (await findRequest(ctx.database.db, requestId));
  if (!request) return;
  const { person, membership } = await identify(ctx, slackId);
  if (membership !== 'member') return;
  const text = storable(
    Array.from(await reply.text())
      .slice(0, longestReply)
      .join(''),
  );
  await ctx.database.transaction(async (tx) => {
    const row = { channel, ts, requestId: request.id, author: person, text, writtenAt: momentOf(ts) };
    const isNew = await insertReply(tx, { ...row, editedAt: editedAt ?? null });
    if (isNew) return logReply(ctx, tx, 'reply', row, request.number);
    const kept = editedAt && (await lockReply(tx, channel, ts));
    // Deleted since, changed again since, or the same text with a preview of a link.
    if (!kept || kept.text === null || kept.text === text || (kept.editedAt ?? kept.writtenAt) > editedAt) return;
    await updateReply(tx, row, { text, editedAt });
    await logReply(ctx, tx, 'reply_edited', row, request.number);
  });
}

/**
 * What was written under a card while the app could not hear of it: Slack drops events that nobody takes. Where Slack can't be
 * reached, or asks to wait, it is left for the next time.
 */
export async function catchUpReplies(ctx: Context, card: MessageRef): Promise<void> {
  try {
    for (const reply of await ctx.notifier.repliesTo(card)) await keepReply(ctx, reply);
  } catch (error) {
    if (!(error instanceof NotifierUnavailable)) throw error;
    ctx.logger.warn({ err: error, ts: card.ts }, 'Replies under a card could not be read; they are read again later.');
  }
}

/** Someone deleted it in Slack, which does not say who. What it said stays in the log. */
export async function forgetReply(ctx: Context, { channel, ts }: MessageRef): Promise<void> {
  await ctx.database.transaction(async (tx) => {
    const kept = await lockReply(tx, channel, ts);
    if (kept === undefined || kept.text === null) return;
    await updateReply(tx, kept, { text: null });
    const { number } = (await findRequest(tx, kept.requestId)) ?? {};
    await logReply(ctx, tx, 'reply_deleted', { ...kept, author: undefined, text: undefined }, number);
  });
}

async function logReply(
  ctx: Context,
  tx: Transaction,
  event: 'reply' | 'reply_edited' | 'reply_deleted',
  { ts, requestId, author, text }: Pick<ReplyRow, 'ts' | 'requestId'> & Partial<Pick<ReplyRow, 'author' | 'text'>>,
  number: number | undefined,
): Promise<void> {
  const detail = { ts, ...(text && { comment: text }) };
  await ctx.audit(tx, { event, requestId, number, actor: author, policyHash: ctx.policy.hash, detail });
}

/** Slack names messages by when they were written, in seconds with six decimals. */
function momentOf(ts: string): Date {
  return new Date(Math.floor(Number(ts) * 1000));
}
