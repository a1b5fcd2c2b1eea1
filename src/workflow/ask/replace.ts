import { isUndecided } from '../../change/states.ts';
import { decisionAmong } from '../../change/votes/decision.ts';
import type { Refusal } from '../../change/votes/refusal.ts';
import { acceptanceOf } from '../../store/acceptance.ts';
import { findBySubmission, findRequest, type RequestRow } from '../../store/requests.ts';
import { votesOn } from '../../store/votes.ts';
import type { Context } from '../context.ts';
import { auditRefusal } from '../refuse.ts';
import { identify } from '../vote/identify.ts';

/** What is not decided yet is edited by its requester: the new request takes its place. */
export function againPurpose({ state, requester }: RequestRow, slackId: string): 'again' | 'edit' {
  return isUndecided(state) && requester.slackId === slackId ? 'edit' : 'again';
}

/**
 * Why a form can't take the place of this request, if so, before its fields are looked at: what was decided meanwhile
 * explains what is wrong with them. The form that took its place already may.
 */
export async function mayReplace(
  ctx: Context,
  requestId: string,
  slackId: string,
  submissionKey: string,
): Promise<Refusal | undefined> {
  const row = await findRequest(ctx.database.db, requestId);
  if (row === undefined || isUndecided(row.state)) return undefined;
  if ((await findBySubmission(ctx.database.db, submissionKey)) !== undefined) return undefined;
  const { person } = await identify(ctx, slackId);
  return (await auditRefusal(ctx, await originSettled(ctx, row), person, 'submit', row)).refusal;
}

/** How the request whose place a form was to take stands now. */
export async function originSettled(ctx: Context, { id, number }: RequestRow): Promise<Refusal> {
  const row = await findRequest(ctx.database.db, id);
  if (row === undefined) return { why: 'no_such_request' };
  const { by, choice: how } = decisionAmong(row, await votesOn(ctx.database.db, id), acceptanceOf(row)) ?? {};
  const at = row.decidedAt ?? row.settledAt ?? undefined;
  return { why: 'origin_settled', number, state: row.state, by, how, at };
}
