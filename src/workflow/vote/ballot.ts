import { isDeepStrictEqual } from 'node:util';
import type { Person } from '../../change/types.ts';
import type { Ballot } from '../../change/votes/decide.ts';
import { decisionAmong } from '../../change/votes/decision.ts';
import type { Refusal } from '../../change/votes/refusal.ts';
import { acceptanceOf } from '../../store/acceptance.ts';
import type { Transaction } from '../../store/database.ts';
import type { RequestRow } from '../../store/requests.ts';
import type { Sheet } from '../../store/sheets.ts';
import type { Context } from '../context.ts';
import type { MessageRef } from '../ports.ts';
import { auditRefusal, type Outcome } from '../refuse.ts';
import { type FoundSheet, findSheet, lockSheet } from '../sheet.ts';
import { isOverdue } from '../transition.ts';
import { type Electorate, electorateOf } from './electorate.ts';
import { type Identity, identify, identifyAll } from './identify.ts';

/** The message that carried the button, of which only the recorded card decides; or a view under `Details`. */
export type Place = MessageRef | 'details';

/** A click that was judged under the lock: by the request as it is, and the people as they are now. */
export interface Judged<D> {
  sheet: Sheet;
  electorate: Electorate;
  /** What the click does. */
  decided: D;
}

interface Clicker {
  slackId: string;
  place: Place;
}

export interface Click extends Clicker {
  requestId: string;
}

/**
 * Who clicks. Slack is asked for them afresh while the request can still be decided; whoever else the click is judged by is looked up
 * by the same statement, so that judging it reads nobody again.
 */
export async function identifyVoter(ctx: Context, slackId: string, sheet: Sheet | undefined): Promise<Identity> {
  if (sheet === undefined) return identify(ctx, slackId, { afresh: true });
  await ctx.directory.member(slackId, { afresh: sheet.row.state === 'pending' });
  const [voter] = await identifyAll(ctx, [slackId, sheet.row.requester.slackId, ...votersOf(sheet)]);
  return voter ?? identify(ctx, slackId);
}

/** Outside of any lock: what a click of this person would meet. */
export async function ballotNow(ctx: Context, sheet: FoundSheet, { slackId, place }: Clicker): Promise<Ballot> {
  return ballotOf(ctx, sheet, await electorateFor(ctx, sheet, slackId), place);
}

/** Before a person is asked for words: what their form names of the request, or why their click would be refused now, logged as `action`. */
export async function mayClick(
  ctx: Context,
  { requestId, slackId, place }: Click,
  action: string,
  judge: (ballot: Ballot, clicker: Identity) => Refusal | undefined,
): Promise<Outcome<Pick<RequestRow, 'number' | 'requester'>>> {
  const clicker = await identify(ctx, slackId);
  const sheet = await findSheet(ctx, requestId);
  if (sheet === undefined) return auditRefusal(ctx, { why: 'no_such_request' }, clicker.person, action);
  const refusal = judge(await ballotNow(ctx, sheet, { slackId, place }), clicker);
  if (refusal !== undefined) return auditRefusal(ctx, refusal, clicker.person, action, sheet.row);
  return { ok: true, number: sheet.row.number, requester: sheet.row.requester };
}

/**
 * Judges a click; one that is refused locks nothing. Else it is judged again under the request's lock, with the people looked up before
 * it: once more from the start where somebody voted or answered in between, of whom it is not known whether it counts.
 */
export async function underLock<D extends object, T>(
  ctx: Context,
  found: FoundSheet,
  from: Clicker,
  judge: (ballot: Ballot) => { refusal: Refusal } | D,
  work: (tx: Transaction, judged: Judged<D>) => Promise<T>,
): Promise<{ refusal: Refusal } | T> {
  for (let known = found; ; known = (await findSheet(ctx, found.row.id)) ?? found) {
    const electorate = await electorateFor(ctx, known, from.slackId);
    const first = judge(ballotOf(ctx, known, electorate, from.place));
    if ('refusal' in first) return first;
    const done = await ctx.database.transaction(async (tx) => {
      const sheet = (await lockSheet(ctx, tx, known.row.id)) ?? known;
      const isKnown = votersOf(sheet).every((slackId) => electorate.known.has(slackId));
      if (!isKnown || !isDeepStrictEqual(sheet.row.acceptance, known.row.acceptance)) return undefined;
      const decided = judge(ballotOf(ctx, sheet, electorate, from.place));
      return { result: 'refusal' in decided ? decided : await work(tx, { sheet, electorate, decided }) };
    });
    if (done !== undefined) return done.result;
  }
}

function electorateFor(ctx: Context, sheet: FoundSheet, slackId: string): Promise<Electorate> {
  return electorateOf(ctx, sheet.row, [slackId, ...votersOf(sheet)], { others: sheet.others });
}

function votersOf({ votes }: Sheet): string[] {
  return votes.map(({ voter }) => voter.slackId);
}

function ballotOf(
  ctx: Context,
  { row, votes, messages }: Sheet,
  { rules, parties, slot }: Electorate,
  place: Place,
): Ballot {
  const card = messages.find(({ purpose }) => purpose === 'card');
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
