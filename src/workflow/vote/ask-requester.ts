import { storable } from '../../audit/chain.ts';
import type { Refusal } from '../../change/votes/refusal.ts';
import { findQuestion, insertQuestion, type QuestionRow, saveAnswer } from '../../store/questions.ts';
import { findRequest, lockRequest, type RequestRow } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import { entryOf } from '../entry.ts';
import { auditRefusal, type Outcome, outsiderRefusal } from '../refuse.ts';
import { findSheet } from '../sheet.ts';
import { asQuestion } from '../tell/describe.ts';
import type { QuestionView } from '../tell/request-view.ts';
import { ballotNow, type Click, mayClick } from './ballot.ts';
import { identify } from './identify.ts';
import { voteRefusals } from './vote.ts';

/** Whether this person may ask the requester something now: whoever may reject may. */
export function mayQuestion(ctx: Context, click: Click): ReturnType<typeof mayClick> {
  return mayClick(ctx, click, 'ask', (ballot, { person }) => voteRefusals(ctx, ballot, person).reject);
}

/** Keeps a steward's question and lets the requester know. The same `submissionKey` again asks nothing twice. */
export async function askRequester(
  ctx: Context,
  click: Click & { text: string; submissionKey: string },
): Promise<Outcome<{ number: number; requester: string }>> {
  const { requestId, slackId, place, text, submissionKey } = click;
  const { person } = await identify(ctx, slackId, { afresh: true });
  const sheet = await findSheet(ctx, requestId);
  if (sheet === undefined) return auditRefusal(ctx, { why: 'no_such_request' }, person, 'ask');
  const { row } = sheet;
  const { reject: refusal } = voteRefusals(ctx, await ballotNow(ctx, sheet, { slackId, place }), person);
  if (refusal !== undefined) return auditRefusal(ctx, refusal, person, 'ask', row);
  const id = ctx.newId();
  const settled = await ctx.database.transaction(async (tx) => {
    const now = await lockRequest(tx, requestId);
    if (now?.state !== 'pending') return now?.state ?? row.state;
    const question = { id, requestId, asker: person, text: storable(text), askedAt: ctx.now(), submissionKey };
    if (!(await insertQuestion(tx, question))) return undefined;
    await ctx.audit(tx, entryOf(ctx, row, 'question', { question: id, comment: question.text }, person));
    await ctx.enqueue(tx, 'paint', { requestId });
    await ctx.enqueue(tx, 'tell', { requestId, about: 'question', questionId: id });
    return undefined;
  });
  if (settled !== undefined) {
    return auditRefusal(ctx, { why: 'already_settled', state: settled }, person, 'ask', row);
  }
  return { ok: true, number: row.number, requester: row.requester.name };
}

/** The question that the requester is about to answer. */
export async function questionToAnswer(
  ctx: Context,
  questionId: string,
  slackId: string,
): Promise<Outcome<{ question: QuestionView }>> {
  const question = await findQuestion(ctx.database.db, questionId);
  const row = question && (await findRequest(ctx.database.db, question.requestId));
  const { person, membership } = await identify(ctx, slackId);
  const refusal = outsiderRefusal(membership) ?? refusalToAnswer(question, row, slackId);
  if (question !== undefined && refusal === undefined) return { ok: true, question: asQuestion(question) };
  return auditRefusal(ctx, refusal ?? { why: 'no_such_request' }, person, 'answer', row);
}

function refusalToAnswer(
  question: QuestionRow | undefined,
  row: RequestRow | undefined,
  slackId: string,
): Refusal | undefined {
  if (question === undefined || row === undefined) return { why: 'no_such_request' };
  if (row.requester.slackId !== slackId) return { why: 'not_asked' };
  return question.answer === null ? undefined : { why: 'answered' };
}

/** The requester's answer. Too late for the decision it is kept all the same; a second one to a question is not. */
export async function answerQuestion(
  ctx: Context,
  { questionId, slackId, text }: { questionId: string; slackId: string; text: string },
): Promise<Outcome<{ number: number }>> {
  const { person, membership } = await identify(ctx, slackId);
  const question = await findQuestion(ctx.database.db, questionId);
  const row = question && (await findRequest(ctx.database.db, question.requestId));
  const refusal = outsiderRefusal(membership) ?? refusalToAnswer(question, row, slackId);
  if (refusal !== undefined || row === undefined) {
    return auditRefusal(ctx, refusal ?? { why: 'no_such_request' }, person, 'answer', row);
  }
  const answered = await ctx.database.transaction(async (tx) => {
    await lockRequest(tx, row.id);
    const now = await findQuestion(tx, questionId);
    if (now === undefined || now.answer !== null) return false;
    const answer = storable(text);
    await saveAnswer(tx, questionId, { answer, answeredBy: person, answeredAt: ctx.now() });
    await ctx.audit(tx, entryOf(ctx, row, 'answer', { question: questionId, comment: answer }, person));
    await ctx.enqueue(tx, 'paint', { requestId: row.id });
    await ctx.enqueue(tx, 'tell', { requestId: row.id, about: 'answer', questionId });
    return true;
  });
  return answered ? { ok: true, number: row.number } : auditRefusal(ctx, { why: 'answered' }, person, 'answer', row);
}
