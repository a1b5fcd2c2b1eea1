import type { Owner, Person, RequestState } from '../../change/types.ts';
import type { Refusal } from '../../change/votes/refusal.ts';
import { handWorkOf } from '../../store/hand-work.ts';
import { cardOf } from '../../store/messages.ts';
import type { RequestRow } from '../../store/requests.ts';
import { readsAll } from '../ask/rights.ts';
import type { Context } from '../context.ts';
import { readFacts } from '../facts.ts';
import { doesByHand } from '../hand/people.ts';
import type { MessageRef } from '../ports.ts';
import { outsiderRefusal } from '../refuse.ts';
import { type Identity, identify } from '../vote/identify.ts';
import type { RequestLine } from './request-view.ts';

/** Where a request is read from: the message that carried the button; or a window that its card has opened. */
export type ReadFrom = MessageRef | 'card' | undefined;

/** How much of a request somebody reads. */
export interface Reader {
  identity: Identity;
  /** The requester, stewards and auditors: e-mails, ids, who can't approve and why, the audit reference, the CSV. */
  insider: boolean;
  /** Stewards and auditors. */
  readsAll: boolean;
  /** They have it from its card, which any full member of the channel may read. */
  fromCard: boolean;
}

/** Whether this person may read the request now, and why not. */
export async function readerOf(
  ctx: Context,
  row: RequestRow | undefined,
  slackId: string,
  from?: ReadFrom,
): Promise<{ ok: true; row: RequestRow; reader: Reader } | { ok: false; refusal: Refusal; person: Person }> {
  const identity = await identify(ctx, slackId);
  const { person, membership } = identity;
  const outsider = outsiderRefusal(membership);
  if (outsider !== undefined) return { ok: false, refusal: outsider, person };
  if (row === undefined) return { ok: false, refusal: { why: 'no_such_request' }, person };
  const all = await readsAll(ctx, slackId);
  const insider = all || row.requester.slackId === slackId;
  const fromCard = await isCard(ctx, row, from);
  const { from: current, to, datasetOwner } = readFacts(row.facts);
  const isParty = isOwner(row.state, [current, to, datasetOwner], person) || (await isToDo(ctx, row, slackId));
  if (!insider && !fromCard && !isParty) {
    return { ok: false, refusal: { why: 'not_a_reader', number: row.number }, person };
  }
  return { ok: true, row, reader: { identity, insider, readsAll: all, fromCard } };
}

/** What waits for people is read by those who may do it. */
async function isToDo(ctx: Context, { id, state }: RequestRow, slackId: string): Promise<boolean> {
  if (state !== 'applying' || (await handWorkOf(ctx.database.db, id)) === undefined) return false;
  return doesByHand(ctx, slackId);
}

async function isCard(ctx: Context, row: RequestRow, from: ReadFrom): Promise<boolean> {
  if (from === undefined || from === 'card') return from === 'card';
  const card = await cardOf(ctx.database.db, row.id);
  return card?.channel === from.channel && card.ts === from.ts;
}

/** Which of these requests a person may open where there is no card: elsewhere `Details` would only refuse them. */
export async function opensFor(ctx: Context, slackId: string): Promise<(request: RequestLine) => boolean> {
  if (await readsAll(ctx, slackId)) return () => true;
  const { person } = await identify(ctx, slackId);
  return ({ requester, state, from, to, dataset }) =>
    requester.slackId === slackId || isOwner(state, [from, to, dataset?.owner], person);
}

/** Whoever hands over or takes over, and the owner of a dataset whose columns change, by what stewards were asked for. */
function isOwner(state: RequestState, owners: (Owner | undefined)[], { domoId }: Person): boolean {
  if (state === 'preparing' || state === 'invalid') return false;
  // What Domo lists as nobody may be a group, which has numbers of its own.
  const is = (owner: Owner | undefined) => owner?.id === domoId && owner?.standing !== 'unknown';
  return typeof domoId === 'number' && owners.some(is);
}
