import { storable } from '../../audit/chain.ts';
import type { Acceptance } from '../../change/types.ts';
import { decideAcceptance } from '../../change/votes/decide.ts';
import type { Refusal } from '../../change/votes/refusal.ts';
import type { Steward } from '../../change/votes/stewards.ts';
import type { Transaction } from '../../store/database.ts';
import { findRequest, moveRequest, type RequestRow } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import { auditRefusal, type Outcome } from '../refuse.ts';
import { ballotNow, type Met, underLock } from './ballot.ts';
import { identify } from './identify.ts';
import { settle } from './settle.ts';

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
  const owner = await identify(ctx, slackId, { afresh: true });
  const row = await findRequest(ctx.database.db, requestId);
  if (row === undefined) return auditRefusal(ctx, { why: 'no_such_request' }, owner.person, choice);
  const answer: Acceptance = {
    owner: owner.person,
    choice,
    fingerprint,
    policyHash: ctx.policy.hash,
    comment: comment === undefined ? undefined : storable(comment),
    at: ctx.now(),
  };
  const where = { slackId, place: 'details' } as const;
  const result = await underLock(ctx, row, where, (tx, met) => keepAnswer(ctx, tx, met, answer, owner));
  if ('refusal' in result) return auditRefusal(ctx, result.refusal, owner.person, choice, row);
  return { ok: true, settled: result.settled, number: row.number };
}

/** Why this person could not answer so now, before they are asked for a reason, if so. */
export async function mayAccept(
  ctx: Context,
  { requestId, slackId, choice }: Pick<AcceptClick, 'requestId' | 'slackId' | 'choice'>,
): Promise<Refusal | undefined> {
  const owner = await identify(ctx, slackId);
  const row = await findRequest(ctx.database.db, requestId);
  if (row === undefined) return (await auditRefusal(ctx, { why: 'no_such_request' }, owner.person, choice)).refusal;
  const { [choice]: refusal } = await acceptRefusals(ctx, row, owner);
  return refusal && (await auditRefusal(ctx, refusal, owner.person, choice, row)).refusal;
}

/** By choice: why this person's answer to the plan as it is would not be taken now, if so. */
export async function acceptRefusals(
  ctx: Context,
  row: RequestRow,
  owner: Steward,
): Promise<Record<Acceptance['choice'], Refusal | undefined>> {
  const ballot = await ballotNow(ctx, row, owner.person.slackId, 'details');
  const at = ctx.now();
  const refusalOf = (choice: Acceptance['choice']) => {
    const answer = { owner: owner.person, choice, fingerprint: row.fingerprint ?? '', policyHash: ctx.policy.hash, at };
    const result = decideAcceptance(ballot, answer, owner);
    return 'refusal' in result ? result.refusal : undefined;
  };
  return { accept: refusalOf('accept'), decline: refusalOf('decline') };
}

async function keepAnswer(
  ctx: Context,
  tx: Transaction,
  met: Met,
  answer: Acceptance,
  owner: Steward,
): Promise<{ refusal: Refusal } | { settled: boolean }> {
  const { row, ballot } = met;
  const result = decideAcceptance(ballot, answer, owner);
  if ('refusal' in result) return result;
  await moveRequest(tx, row.id, 'pending', { acceptance: answer });
  const detail = { choice: answer.choice, fingerprint: answer.fingerprint, comment: answer.comment };
  const { becomes } = result;
  const cast = { event: 'acceptance', actor: answer.owner, at: answer.at, detail, becomes } as const;
  return { settled: await settle(ctx, tx, met, cast) };
}
