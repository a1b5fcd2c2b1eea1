import type { Decision, FollowUpPurpose } from '../../change/types.ts';
import { decisionAmong } from '../../change/votes/decision.ts';
import { acceptanceOf } from '../../store/acceptance.ts';
import { countItems, countMoved } from '../../store/items.ts';
import { findRequest } from '../../store/requests.ts';
import { votesOn } from '../../store/votes.ts';
import type { Context } from '../context.ts';
import { auditRefusal, type Outcome } from '../refuse.ts';
import { identify } from '../vote/identify.ts';
import { type OwnerForm, type Prefill, readForm, undoReason } from './form.ts';
import { againPurpose } from './replace.ts';

export interface FollowUp {
  prefill: Prefill;
  follows: { requestId: string; number: number; purpose: FollowUpPurpose };
  /** Why the earlier one was rejected, where it was. */
  rejection?: Decision | undefined;
}

/**
 * What the form of a follow-up opens with. Each is a new request with its own approval: nothing is written on the
 * strength of an earlier one.
 */
export async function followUp(
  ctx: Context,
  requestId: string,
  slackId: string,
  purpose: Exclude<FollowUpPurpose, 'redo' | 'edit' | 'removal'>,
): Promise<Outcome<FollowUp>> {
  const row = await findRequest(ctx.database.db, requestId);
  const form = row && readForm(row.form);
  if (row === undefined || form?.kind !== 'owner') {
    const { person } = await identify(ctx, slackId);
    return auditRefusal(ctx, { why: 'no_such_request' }, person, purpose, row);
  }
  if (purpose === 'again') {
    const follows = { requestId, number: row.number, purpose: againPurpose(row, slackId) };
    const decision =
      row.state === 'rejected'
        ? decisionAmong(row, await votesOn(ctx.database.db, requestId), acceptanceOf(row))
        : undefined;
    return { ok: true, prefill: form, follows, rejection: decision };
  }
  const follows = { requestId, number: row.number, purpose };
  if (purpose === 'rest') return { ok: true, prefill: { ...form, datasets: { which: 'all' } }, follows };
  const counts = await countItems(ctx.database.db, requestId);
  const count =
    purpose === 'undo'
      ? counts.verified + (await countMoved(ctx.database.db, requestId))
      : counts.refused + counts.unverified + counts.failed + counts.stopped;
  const datasets = { which: 'earlier' as const, requestId, number: row.number, purpose, count };
  const prefill = purpose === 'undo' ? inverse(form, datasets, row.number) : { ...form, datasets };
  return { ok: true, prefill, follows };
}

function inverse(form: OwnerForm, datasets: OwnerForm['datasets'], number: number): Prefill {
  return { kind: 'owner', fromId: form.toId, toId: form.fromId, datasets, reason: undoReason(number, form) };
}
