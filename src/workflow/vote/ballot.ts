import { isDeepStrictEqual } from 'node:util';
import type { Person } from '../../change/types.ts';
import type { Ballot } from '../../change/votes/decide.ts';
import { decisionAmong } from '../../change/votes/decision.ts';
import { acceptanceOf } from '../../store/acceptance.ts';
import type { Handle, Transaction } from '../../store/database.ts';
import { findRequest, lockRequest, type RequestRow } from '../../store/requests.ts';
import { votesAndCard, votesOn } from '../../store/votes.ts';
import type { Context } from '../context.ts';
import type { MessageRef } from '../ports.ts';
import { isOverdue } from '../transition.ts';
import { type Electorate, electorateOf } from './electorate.ts';

/** The message that carried the button, of which only the recorded card decides; or a view under `Details`. */
export type Place = MessageRef | 'details';

/** What a click meets: the request as it is, and the people as they are now. */
export interface Met {
  row: RequestRow;
  ballot: Ballot;
  electorate: Electorate;
}

/** Outside of any lock: what a click of this person would meet. */
export async function ballotNow(ctx: Context, row: RequestRow, slackId: string, place: Place): Promise<Ballot> {
  return ballotOf(ctx, ctx.database.db, row, await electorateFor(ctx, row, slackId), place);
}

/**
 * Works under the request's lock with the people looked up before it: once more from the start where somebody voted or
 * answered in between, of whom it is not known whether it counts.
 */
export async function underLock<T>(
  ctx: Context,
  row: RequestRow,
  { slackId, place }: { slackId: string; place: Place },
  work: (tx: Transaction, met: Met) => Promise<T>,
): Promise<T> {
  for (let known = row; ; known = (await findRequest(ctx.database.db, row.id)) ?? row) {
    const electorate = await electorateFor(ctx, known, slackId);
    const done = await ctx.database.transaction(async (tx) => {
      const now = (await lockRequest(tx, row.id)) ?? known;
      const ballot = await ballotOf(ctx, tx, now, electorate, place);
      const isKnown = ballot.votes.every(({ voter }) => electorate.known.has(voter.slackId));
      const isSame = isDeepStrictEqual(now.acceptance, known.acceptance);
      return isKnown && isSame ? { result: await work(tx, { row: now, ballot, electorate }) } : undefined;
    });
    if (done !== undefined) return done.result;
  }
}

async function electorateFor(ctx: Context, row: RequestRow, slackId: string): Promise<Electorate> {
  const votes = await votesOn(ctx.database.db, row.id);
  return electorateOf(ctx, row, [slackId, ...votes.map(({ voter }) => voter.slackId)]);
}

async function ballotOf(
  ctx: Context,
  q: Handle,
  row: RequestRow,
  { rules, parties, slot }: Electorate,
  place: Place,
): Promise<Ballot> {
  const { card, votes } = await votesAndCard(q, row.id);
  const expired = row.state === 'pending' && isOverdue(row, ctx.now());
  const decision = decisionAmong(row, votes, acceptanceOf(row));
  const settledBy: Person | undefined = row.state === 'withdrawn' ? row.requester : decision?.by;
  return {
    // The sweep that says so comes within a minute; a click in between is too late all the same.
    state: expired ? 'expired' : row.state,
    fingerprint: row.fingerprint ?? undefined,
    planPosted: row.planPostedAt !== null,
    fromCard: place === 'details' || (card?.channel === place.channel && card.ts === place.ts),
    settledBy,
    settledHow: decision?.choice,
    settledAt: row.decidedAt ?? row.settledAt ?? undefined,
    votes,
    rules,
    parties,
    slot,
  };
}
