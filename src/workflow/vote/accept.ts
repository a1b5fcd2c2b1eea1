import { storable } from '../../audit/chain.ts';
import type { Acceptance } from '../../change/types.ts';
import { type Ballot, decideAcceptance } from '../../change/votes/decide.ts';
import type { Refusal } from '../../change/votes/refusal.ts';
import type { Steward } from '../../change/votes/stewards.ts';
import type { Context } from '../context.ts';
import { auditRefusal, type Outcome, refuseAtOnce } from '../refuse.ts';
import { findSheet } from '../sheet.ts';
import { identifyVoter, mayClick, underLock } from './ballot.ts';
import { recordCast } from './record-cast.ts';

export interface AcceptClick {
  requestId: string;
  slackId: string;
  choice: Acceptance['choice'];
  /** From the button: what they saw. Never trusted for anything but comparing. */
  fingerprint: string;
  comment?: string | undefined;
}

/** The incoming owner's answer; `settled`: it was the decision. Stored, logged and carried on in one transaction. */
export async function accept(ctx: Context, click: AcceptClick): Promise<Outcome<{ settled: boolean; number: number }>> {
  const { requestId, slackId, choice, fingerprint, comment } = click;
  const sheet = await findSheet(ctx, requestId);
  const owner = await identifyVoter(ctx, slackId, sheet);
  if (sheet === undefined) return auditRefusal(ctx, { why: 'no_such_request' }, owner.person, choice);
  const answer: Acceptance = {
    owner: owner.person,
    choice,
    fingerprint,
    policyHash: ctx.policy.hash,
    comment: comment === undefined ? undefined : storable(comment),
    at: ctx.now(),
  };
  const { row } = sheet;
  const judge = (ballot: Ballot) => decideAcceptance(ballot, answer, owner);
  const result = await underLock(ctx, sheet, { slackId, place: 'details' }, judge, async (tx, judged) => {
    const detail = { choice: answer.choice, fingerprint: answer.fingerprint, comment: answer.comment };
    const cast = { event: 'acceptance', actor: answer.owner, at: answer.at, detail } as const;
    const { becomes } = judged.decided;
    return {
      settled: await recordCast(ctx, tx, judged, { ...cast, becomes, stored: { changes: { acceptance: answer } } }),
    };
  });
  if ('refusal' in result)
    return refuseAtOnce(ctx, { refusal: result.refusal, actor: owner.person, action: choice }, row);
  return { ok: true, settled: result.settled, number: row.number };
}

/** Whether this person could answer so now, before they are asked for a reason. */
export function mayAccept(
  ctx: Context,
  { choice, ...click }: Pick<AcceptClick, 'requestId' | 'slackId' | 'choice'>,
): ReturnType<typeof mayClick> {
  const from = { ...click, place: 'details' } as const;
  return mayClick(ctx, from, choice, (ballot, owner) => acceptRefusals(ctx, ballot, owner)[choice]);
}

/** By choice: why this person's answer to the plan as it is would not be taken, on this ballot under `Details`, if so. */
export function acceptRefusals(
  ctx: Context,
  ballot: Ballot,
  owner: Steward,
): Record<Acceptance['choice'], Refusal | undefined> {
  const fingerprint = ballot.fingerprint ?? '';
  const refusalOf = (choice: Acceptance['choice']) => {
    const answer = { owner: owner.person, choice, fingerprint, policyHash: ctx.policy.hash, at: ctx.now() };
    const result = decideAcceptance(ballot, answer, owner);
    return 'refusal' in result ? result.refusal : undefined;
  };
  return { accept: refusalOf('accept'), decline: refusalOf('decline') };
}
