import { storable } from '../../audit/chain.ts';
import type { Person, Vote } from '../../change/types.ts';
import { decide } from '../../change/votes/decide.ts';
import type { Refusal } from '../../change/votes/refusal.ts';
import type { Transaction } from '../../store/database.ts';
import { findRequest, type RequestRow } from '../../store/requests.ts';
import { saveVote } from '../../store/votes.ts';
import type { Context } from '../context.ts';
import { auditRefusal, type Outcome } from '../refuse.ts';
import { ballotNow, type Met, type Place, underLock } from './ballot.ts';
import { identify } from './identify.ts';
import { settle } from './settle.ts';

export interface Click {
  requestId: string;
  slackId: string;
  place: Place;
}

export interface VoteClick extends Click {
  choice: Vote['choice'];
  /** From the button: what the steward saw. Never trusted for anything but comparing. */
  fingerprint: string;
  comment?: string | undefined;
}

/** What came of a vote. */
interface CastVote {
  /** It was the decision. */
  settled: boolean;
  /** All that is missing. */
  awaits?: 'acceptance' | undefined;
}

/** A steward's click. The decision, the job that carries it out and the audit entry are one transaction. */
export async function vote(ctx: Context, click: VoteClick): Promise<Outcome<CastVote & { number: number }>> {
  const voter = await identify(ctx, click.slackId, { afresh: true });
  const row = await findRequest(ctx.database.db, click.requestId);
  if (row === undefined) return auditRefusal(ctx, { why: 'no_such_request' }, voter.person, click.choice);
  const cast: Vote = {
    voter: voter.person,
    choice: click.choice,
    fingerprint: click.fingerprint,
    policyHash: ctx.policy.hash,
    comment: click.comment === undefined ? undefined : storable(click.comment),
    at: ctx.now(),
  };
  const result = await underLock(ctx, row, click, (tx, met) => castVote(ctx, tx, met, cast));
  if ('refusal' in result) return auditRefusal(ctx, result.refusal, voter.person, click.choice, row);
  return { ok: true, ...result, number: row.number };
}

/** Why this person could not vote so now, before they are asked for a reason or a comment, if so. */
export async function mayVote(ctx: Context, click: Click, choice: Vote['choice']): Promise<Refusal | undefined> {
  const voter = await identify(ctx, click.slackId);
  const row = await findRequest(ctx.database.db, click.requestId);
  if (row === undefined) {
    return (await auditRefusal(ctx, { why: 'no_such_request' }, voter.person, choice)).refusal;
  }
  const { [choice]: refusal } = await voteRefusals(ctx, row, voter.person, click.place);
  return refusal && (await auditRefusal(ctx, refusal, voter.person, choice, row)).refusal;
}

/** By choice: why a vote on the plan as it is would not be taken from this person now, if so. */
export async function voteRefusals(
  ctx: Context,
  row: RequestRow,
  voter: Person,
  place: Place,
): Promise<Record<Vote['choice'], Refusal | undefined>> {
  const ballot = await ballotNow(ctx, row, voter.slackId, place);
  const cast = { voter, fingerprint: row.fingerprint ?? '', policyHash: ctx.policy.hash, at: ctx.now() };
  const refusalOf = (choice: Vote['choice']) => {
    const result = decide(ballot, { ...cast, choice });
    return 'refusal' in result ? result.refusal : undefined;
  };
  return { approve: refusalOf('approve'), reject: refusalOf('reject') };
}

async function castVote(ctx: Context, tx: Transaction, met: Met, cast: Vote): Promise<{ refusal: Refusal } | CastVote> {
  const { row, ballot } = met;
  const result = decide(ballot, cast);
  if ('refusal' in result) return result;
  await saveVote(tx, row.id, result.vote);
  const detail = { choice: cast.choice, fingerprint: cast.fingerprint, comment: cast.comment };
  const { becomes, awaits } = result;
  const settled = await settle(ctx, tx, met, { event: 'vote', actor: cast.voter, at: cast.at, detail, becomes });
  return { settled, awaits };
}
