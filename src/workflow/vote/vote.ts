import { storable } from '../../audit/chain.ts';
import type { Person, Vote } from '../../change/types.ts';
import { type Ballot, decide } from '../../change/votes/decide.ts';
import { decisionAmong } from '../../change/votes/decision.ts';
import type { Refusal } from '../../change/votes/refusal.ts';
import { shortestExpiry } from '../../change/votes/rules.ts';
import type { Handle, Transaction } from '../../store/database.ts';
import { cardOf } from '../../store/messages.ts';
import { findRequest, lockRequest, type RequestRow } from '../../store/requests.ts';
import { saveVote, votesOn } from '../../store/votes.ts';
import type { Context } from '../context.ts';
import type { MessageRef } from '../ports.ts';
import { auditRefusal, type Outcome } from '../refuse.ts';
import { isOverdue, transition } from '../transition.ts';
import { type Electorate, electorateOf, identify, type RuleInForce } from './electorate.ts';

export interface Click {
  requestId: string;
  slackId: string;
  /** The message that carried the button, of which only the recorded card decides; or a view under `Details`. */
  place: MessageRef | 'details';
}

export interface VoteClick extends Click {
  choice: Vote['choice'];
  /** From the button: what the steward saw. Never trusted for anything but comparing. */
  fingerprint: string;
  comment?: string | undefined;
}

/** A steward's click; `settled`: this vote was the decision. The decision, the job that carries it out and the audit entry are one transaction. */
export async function vote(ctx: Context, click: VoteClick): Promise<Outcome<{ settled: boolean; number: number }>> {
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
  let result: CastVote | 'another voted';
  do {
    const electorate = await electorateOf(ctx, row, [click.slackId, ...(await votersOn(ctx, row.id))]);
    result = await ctx.database.transaction((tx) => castVote(ctx, tx, row, electorate, cast, click.place));
  } while (result === 'another voted');
  if ('refusal' in result) return auditRefusal(ctx, result.refusal, voter.person, click.choice, row);
  return { ok: true, settled: result.settled, number: row.number };
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
  place: Click['place'],
): Promise<Record<Vote['choice'], Refusal | undefined>> {
  const electorate = await electorateOf(ctx, row, [voter.slackId, ...(await votersOn(ctx, row.id))]);
  const ballot = await ballotOf(ctx, ctx.database.db, row, electorate, place);
  const cast = { voter, fingerprint: row.fingerprint ?? '', policyHash: ctx.policy.hash, at: ctx.now() };
  const refusalOf = (choice: Vote['choice']) => {
    const result = decide(ballot, { ...cast, choice });
    return 'refusal' in result ? result.refusal : undefined;
  };
  return { approve: refusalOf('approve'), reject: refusalOf('reject') };
}

/** With the people behind its ids at this moment: nobody can look up later who was in a user group. */
function asRecorded({ name, approvers, approvals, fallback, members }: RuleInForce): object {
  return { name, approvers, approvals, ...(fallback.length > 0 && { fallback }), stewards: members };
}

async function votersOn(ctx: Context, requestId: string): Promise<string[]> {
  return (await votesOn(ctx.database.db, requestId)).map(({ voter }) => voter.slackId);
}

type CastVote = { refusal: Refusal } | { settled: boolean };

async function castVote(
  ctx: Context,
  tx: Transaction,
  known: RequestRow,
  electorate: Electorate,
  cast: Vote,
  place: Click['place'],
): Promise<CastVote | 'another voted'> {
  const row = (await lockRequest(tx, known.id)) ?? known;
  const ballot = await ballotOf(ctx, tx, row, electorate, place);
  // Since the electorate was looked up: whether that vote counts is not known yet.
  if (ballot.votes.some(({ voter }) => !electorate.known.has(voter.slackId))) return 'another voted';
  const result = decide(ballot, cast);
  if ('refusal' in result) return result;
  await saveVote(tx, row.id, result.vote);
  const detail = { choice: cast.choice, fingerprint: cast.fingerprint, comment: cast.comment };
  await ctx.audit(tx, {
    event: 'vote',
    requestId: row.id,
    number: row.number,
    actor: cast.voter,
    policyHash: ctx.policy.hash,
    detail: { ...detail, rules: electorate.rules.map(asRecorded) },
  });
  if (result.becomes === 'pending') {
    await ctx.enqueue(tx, 'paint', { requestId: row.id });
    return { settled: false };
  }
  // Once approved it has as long again to begin; then it expires too.
  const expiresAt = new Date(cast.at.getTime() + shortestExpiry(electorate.rules));
  const changes = { decidedAt: cast.at, problem: null, expiresAt };
  await transition(ctx, tx, row, {
    to: result.becomes,
    actor: cast.voter,
    changes,
    detail,
    tell: result.becomes === 'rejected' ? ['decided'] : [],
  });
  return { settled: true };
}

async function ballotOf(
  ctx: Context,
  q: Handle,
  row: RequestRow,
  electorate: Electorate,
  place: Click['place'],
): Promise<Ballot> {
  const [card, votes] = [await cardOf(q, row.id), await votesOn(q, row.id)];
  const expired = row.state === 'pending' && isOverdue(row, ctx.now());
  return {
    // The sweep that says so comes within a minute; a click in between is too late all the same.
    state: expired ? 'expired' : row.state,
    fingerprint: row.fingerprint ?? undefined,
    planPosted: row.planPostedAt !== null,
    fromCard: place === 'details' || (card?.channel === place.channel && card.ts === place.ts),
    settledBy: settledBy(row, votes),
    settledAt: row.decidedAt ?? row.settledAt ?? undefined,
    votes,
    rules: electorate.rules,
    parties: electorate.parties,
  };
}

function settledBy(row: RequestRow, votes: Vote[]): Person | undefined {
  return row.state === 'withdrawn' ? row.requester : decisionAmong(row, votes)?.voter;
}
