import { logHead, logLock } from '../../audit/append.ts';
import { storable } from '../../audit/chain.ts';
import { canonicalJson } from '../../change/fingerprint.ts';
import { isUndecided } from '../../change/states.ts';
import { findBySubmission, findRequest, insertRequest, lockRequest, takeNumber } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import { enqueueNext } from '../enqueue.ts';
import { entryOf } from '../entry.ts';
import { auditRefusal, type Outcome } from '../refuse.ts';
import { transition } from '../transition.ts';
import { identify } from '../vote/identify.ts';
import type { RequestForm } from './form.ts';
import { originSettled } from './replace.ts';
import { refusalToAsk } from './rights.ts';

const nothingYet = { decidedAt: null, startedAt: null, settledAt: null };

/**
 * Takes a filled-in form: the request exists and is being prepared when this resolves, and the one whose place it takes is
 * withdrawn in the same transaction, so that its datasets are free and neither happens alone. The same `submissionKey` again
 * gives the same request, and with another form in it a refusal: what is asked for was kept as it was first sent.
 */
export async function submit(
  ctx: Context,
  form: RequestForm,
  slackId: string,
  submissionKey: string,
): Promise<Outcome<{ requestId: string; number: number }>> {
  const requester = await identify(ctx, slackId);
  const refusal = await refusalToAsk(ctx, slackId, requester.membership);
  if (refusal !== undefined) return auditRefusal(ctx, refusal, requester.person, 'submit');
  const origin = form.follows && (await findRequest(ctx.database.db, form.follows.requestId));
  const replaced = form.follows?.purpose === 'edit' ? origin : undefined;
  if (replaced !== undefined && replaced.requester.slackId !== slackId) {
    return auditRefusal(ctx, { why: 'not_yours' }, requester.person, 'submit', replaced);
  }
  const made = await ctx.database.transaction(async (tx) => {
    const now = replaced && (await lockRequest(tx, replaced.id));
    // Decided meanwhile, or replaced already by this same form.
    if (now !== undefined && !isUndecided(now.state)) return undefined;
    const { number, more: head } = await takeNumber(tx, submissionKey, { also: logLock, more: logHead(tx) });
    if (number === undefined) return undefined;
    ctx.beginTurn(tx, head);
    const row = {
      id: ctx.newId(),
      number,
      kind: form.kind,
      state: 'preparing' as const,
      requester: requester.person,
      reason: storable(form.reason),
      form: storable(form),
      submissionKey,
      customer: '',
      createdAt: ctx.now(),
      originId: origin?.id,
      originPurpose: origin && form.follows?.purpose,
    };
    const entry = entryOf(ctx, row, 'request_preparing', { form }, requester.person);
    await ctx.audit(tx, entry, [insertRequest(tx, row)]);
    await enqueueNext(ctx.enqueue, tx, row);
    await ctx.enqueue(tx, 'tell', { requestId: row.id, about: 'submitted' });
    if (now !== undefined) {
      const detail = { replacedBy: row.number };
      await transition(ctx, tx, now, { to: 'withdrawn', actor: requester.person, detail });
    } else if (origin !== undefined) await ctx.enqueue(tx, 'paint', { requestId: origin.id });
    ctx.database.afterCommit(() => ctx.onTransition({ request: { ...row, ...nothingYet } }));
    return row;
  });
  const row = made ?? (await findBySubmission(ctx.database.db, submissionKey));
  if (row === undefined && replaced !== undefined) {
    return auditRefusal(ctx, await originSettled(ctx, replaced), requester.person, 'submit', replaced);
  }
  if (row === undefined) throw new Error('A request was neither made nor found.');
  if (made === undefined && canonicalJson(row.form) !== canonicalJson(storable(form))) {
    return auditRefusal(ctx, { why: 'already_filed', number: row.number }, requester.person, 'submit', row);
  }
  return { ok: true, requestId: row.id, number: row.number };
}
