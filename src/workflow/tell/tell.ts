import { acceptanceOf } from '../../store/acceptance.ts';
import { countItems } from '../../store/items.ts';
import { cardOf, messagesOf } from '../../store/messages.ts';
import { findRequest, type RequestRow } from '../../store/requests.ts';
import { votesOn } from '../../store/votes.ts';
import type { Context } from '../context.ts';
import type { Hearer, JobPayload } from '../enqueue.ts';
import { readFacts } from '../facts.ts';
import type { Notice } from '../ports.ts';
import { describe } from './describe.ts';
import { formerAccess } from './former-access.ts';
import { isLiving, type LivingNotice, questionPurpose } from './living-notice.ts';
import { viewPages } from './paint.ts';
import { isLongPlan, type RequestView } from './request-view.ts';
import { slackIdOf } from './slack-id-of.ts';
import { tellAffected } from './tell-affected.ts';
import { tellLiving } from './tell-living.ts';

/**
 * Tells one thing to whom it concerns, by a job of its own, so that a Slack that is away delays it and nothing else. Throws
 * `NotifierUnavailable`, for the job to be tried again.
 */
export async function tell(
  ctx: Context,
  { requestId, about, questionId, to, slackId, ownerId }: JobPayload<'tell'>,
): Promise<void> {
  const row = await findRequest(ctx.database.db, requestId);
  if (row === undefined || (about === 'submitted' && row.state === 'invalid')) return;
  if (about === 'paused' && (row.problem === null || (await wasTold(ctx, requestId, about)))) return;
  if (about === 'affected') return tellAffected(ctx, row, { slackId, ownerId });
  const request = await describe(ctx, row, 'stored');
  if (about === 'result') return postResult(ctx, row, request);
  if (about === 'result list') return postResultList(ctx, row, request);
  if (about === 'question' || about === 'answer') return tellOfQuestion(ctx, request, about, questionId);
  if (about === 'overwritten') return tellOfOverwritten(ctx, row, request, to);
  if (about === 'received' || about === 'given' || about === 'changed') return tellOwner(ctx, row, { about, request });
  if (about === 'fell short') {
    const hearer = to === 'owner' ? await askedOwner(ctx, row) : slackId;
    if (hearer !== undefined) await ctx.notifier.tell(hearer, { about, request });
    return;
  }
  const { slackId: requester } = row.requester;
  if (isLiving(about)) await tellLiving(ctx, requester, about, { about, request });
  else await ctx.notifier.tell(requester, { about, request });
}

async function wasTold(ctx: Context, requestId: string, about: LivingNotice): Promise<boolean> {
  return (await messagesOf(ctx.database.db, requestId)).some(({ purpose }) => purpose === about);
}

/** A question goes to the requester, its answer to who asked. */
async function tellOfQuestion(
  ctx: Context,
  request: RequestView,
  about: 'question' | 'answer',
  questionId: string | undefined,
): Promise<void> {
  const question = request.questions.find(({ id }) => id === questionId);
  if (question === undefined) return;
  const notice = { about, request, question };
  if (about === 'answer') await ctx.notifier.tell(question.asker.slackId, notice);
  else await tellLiving(ctx, request.requester.slackId, questionPurpose(question.id), notice);
}

/** The thread holds what became of every item, and the head of the audit chain. */
async function postResult(ctx: Context, row: RequestRow, request: RequestView): Promise<void> {
  const card = await cardOf(ctx.database.db, row.id);
  if (card === undefined) return;
  const access = await formerAccess(ctx, row);
  await ctx.notifier.reply(card, { about: 'result', request, auditHead: await ctx.auditHead(), access });
  if (row.startedAt === null || !isLongPlan(request)) return;
  // By itself, so that a list that cannot be posted is tried again without another closing post.
  await ctx.enqueue(ctx.database.db, 'tell', { requestId: row.id, about: 'result list' });
}

async function postResultList(ctx: Context, row: RequestRow, request: RequestView): Promise<void> {
  const card = await cardOf(ctx.database.db, row.id);
  if (card !== undefined) await ctx.notifier.postItems(card, request, 'result', viewPages(ctx, row.id));
}

/** An incoming owner who was asked to accept, and has not heard of the end already: as whoever ended it, or gained something. */
async function askedOwner(ctx: Context, row: RequestRow): Promise<string | undefined> {
  const { to } = readFacts(row.facts);
  if (acceptanceOf(row)?.choice === 'decline' || (await countItems(ctx.database.db, row.id)).verified > 0)
    return undefined;
  const slackId = acceptanceOf(row)?.owner.slackId ?? (await slackIdOf(ctx, to));
  const isVoter = (await votesOn(ctx.database.db, row.id)).some(({ voter }) => voter.slackId === slackId);
  return isVoter || slackId === row.requester.slackId ? undefined : slackId;
}

/**
 * Who got or gave datasets, or whose dataset was changed: where Slack knows exactly one person of their e-mail or the policy
 * names them. Nobody hears of one end twice.
 */
async function tellOwner(
  ctx: Context,
  row: RequestRow,
  notice: Extract<Notice, { about: 'received' | 'given' | 'changed' }>,
): Promise<void> {
  const { from, to, datasetOwner } = readFacts(row.facts);
  const { about, request } = notice;
  const owner = about === 'received' ? to : about === 'given' ? from : datasetOwner;
  if (about === 'given' && owner?.standing !== 'active') return;
  const slackId = await slackIdOf(ctx, owner);
  if (slackId === undefined || slackId === row.requester.slackId) return;
  const approved = request.votes.some(({ voter, choice }) => choice === 'approve' && voter.slackId === slackId);
  if (about !== 'received' && approved && row.state !== 'applied') return;
  await ctx.notifier.tell(slackId, notice);
}

/** The thread, the requester, and who owned the dataset by this request; nobody twice. */
async function tellOfOverwritten(
  ctx: Context,
  row: RequestRow,
  request: RequestView,
  to: Hearer | undefined,
): Promise<void> {
  const notice = { about: 'overwritten', request } as const;
  if (to === 'thread') {
    const card = await cardOf(ctx.database.db, row.id);
    if (card !== undefined) await ctx.notifier.reply(card, notice);
    return;
  }
  const facts = readFacts(row.facts);
  const requester = row.requester.slackId;
  const slackId = to === 'owner' ? await slackIdOf(ctx, facts.to ?? facts.datasetOwner) : requester;
  if (slackId === undefined || (to === 'owner' && slackId === requester)) return;
  await ctx.notifier.tell(slackId, notice);
}
