import { storable } from '../../audit/chain.ts';
import type { Person, Vote } from '../../change/types.ts';
import { type Ballot, decide } from '../../change/votes/decide.ts';
import type { Refusal } from '../../change/votes/refusal.ts';
import { saveVote } from '../../store/votes.ts';
import type { Context } from '../context.ts';
import { auditRefusal, type Outcome, refuseAtOnce } from '../refuse.ts';
import { findSheet } from '../sheet.ts';
import { type Click, identifyVoter, mayClick, underLock } from './ballot.ts';
import { recordCast } from './record-cast.ts';

export interface VoteClick extends Click {
  choice: Vote['choice'];
  /** From the button: what the steward saw. Never trusted for anything but comparing. */
  fingerprint: string;
  comment?: string | undefined;
}

/** What came of a vote. */
interface CastVote {
  number: number;
  /** It was the decision. */
  settled: boolean;
  /** All that is missing. */
  awaits?: 'acceptance' | undefined;
}

/** A steward's click. The decision, the job that carries it out and the audit entry are one transaction. */
export async function vote(ctx: Context, click: VoteClick): Promise<Outcome<CastVote>> {
  const { choice, slackId, fingerprint } = click;
  const sheet = await findSheet(ctx, click.requestId);
  const { person } = await identifyVoter(ctx, slackId, sheet);
  if (sheet === undefined) return auditRefusal(ctx, { why: 'no_such_request' }, person, choice);
  const cast: Vote = {
    voter: person,
    choice,
    fingerprint,
    policyHash: ctx.policy.hash,
    comment: click.comment === undefined ? undefined : storable(click.comment),
    at: ctx.now(),
  };
  const { row } = sheet;
  const judge = (ballot: Ballot) => decide(ballot, cast);
  const result = await underLock(ctx, sheet, click, judge, async (tx, judged) => {
    const { becomes, awaits } = judged.decided;
    const detail = { choice, fingerprint, comment: cast.comment };
    const stored = { beside: saveVote(tx, row.id, cast) };
    const settled = await recordCast(ctx, tx, judged, {
      event: 'vote',
      actor: person,
      at: cast.at,
      detail,
      becomes,
      stored,
    });
    return { settled, awaits };
  });
  if ('refusal' in result) return refuseAtOnce(ctx, { refusal: result.refusal, actor: person, action: choice }, row);
  return { ok: true, ...result, number: row.number };
}

/** Whether this person could vote so now, before they are asked for a reason or a comment. */
export function mayVote(ctx: Context, click: Click, choice: Vote['choice']): ReturnType<typeof mayClick> {
  return mayClick(ctx, click, choice, (ballot, { person }) => voteRefusals(ctx, ballot, person)[choice]);
}

/** By choice: why a vote on the plan as it is would not be taken from this person, who meets this ballot, if so. */
export function voteRefusals(ctx: Context, ballot: Ballot, voter: Person): Record<Vote['choice'], Refusal | undefined> {
  const cast = { voter, fingerprint: ballot.fingerprint ?? '', policyHash: ctx.policy.hash, at: ctx.now() };
  const refusalOf = (choice: Vote['choice']) => {
    const result = decide(ballot, { ...cast, choice });
    return 'refusal' in result ? result.refusal : undefined;
  };
  return { approve: refusalOf('approve'), reject: refusalOf('reject') };
}
