import { isUndecided } from '../../change/states.ts';
import type { Owner } from '../../change/types.ts';
import { loggedAbout } from '../../store/history.ts';
import { findItem, itemsFrom, searchItems } from '../../store/items.ts';
import { cardOf } from '../../store/messages.ts';
import { type ReplyRow, repliesOn } from '../../store/replies.ts';
import { findByNumber, findRequest, type RequestRow } from '../../store/requests.ts';
import { type UseRow, usesOf } from '../../store/uses.ts';
import type { Context } from '../context.ts';
import { readFacts } from '../facts.ts';
import { doesByHand } from '../hand/people.ts';
import type { MessageRef } from '../ports.ts';
import { auditRefusal, type Outcome } from '../refuse.ts';
import { findSheet } from '../sheet.ts';
import { acceptRefusals } from '../vote/accept.ts';
import { ballotNow } from '../vote/ballot.ts';
import { voteRefusals } from '../vote/vote.ts';
import { asItemView, describe } from './describe.ts';
import { type Life, lifeOf } from './life.ts';
import { viewPages } from './paint.ts';
import { type Reader, type ReadFrom, readerOf } from './readers.ts';
import type { ItemView, ReplyView, RequestView, UseView, Viewer } from './request-view.ts';

/** More than a modal holds. */
const shownReplies = 200;
const shownUses = 500;

/** The request that someone wants to see whole, and what of it is for them. */
export async function details(
  ctx: Context,
  requestId: string,
  slackId: string,
  from?: ReadFrom,
): Promise<Outcome<{ request: RequestView; viewer: Viewer; life: Life }>> {
  const found = await findRequest(ctx.database.db, requestId);
  const read = await readerOf(ctx, found, slackId, from);
  if (!read.ok) return auditRefusal(ctx, read.refusal, read.person, 'details', found);
  const { row, reader } = read;
  const request = await describe(ctx, row, 'now');
  // The approval channel may be private: its talk is for those who decide and audit.
  const replies = reader.readsAll ? await repliesOn(ctx.database.db, row.id, shownReplies) : [];
  // What others' cards are called is too.
  const usedBy = reader.readsAll ? await usesOf(ctx.database.db, row.id, shownUses) : [];
  return {
    ok: true,
    request: { ...request, replies: replies.map(asReply), usedBy: usedBy.map(asUse) },
    viewer: { ...(await viewerOf(ctx, row, reader)), ...(await handRights(ctx, request, slackId)) },
    life: await lifeOf(ctx, row.id),
  };
}

export function asUse({ kind, name, ownerName, columns, touched }: UseRow): UseView {
  return { kind, name, ownerName: ownerName ?? undefined, columns: columns ?? undefined, touched };
}

function asReply({ author, writtenAt, text, editedAt }: ReplyRow): ReplyView {
  return { author, at: writtenAt, text: text ?? undefined, edited: editedAt !== null };
}

async function handRights(
  ctx: Context,
  { hand }: RequestView,
  slackId: string,
): Promise<Pick<Viewer, 'mayTake' | 'holds'>> {
  const mayDo = hand !== undefined && (await doesByHand(ctx, slackId));
  return { mayTake: mayDo && hand.holder === undefined, holds: mayDo && hand.holder?.slackId === slackId };
}

async function viewerOf(ctx: Context, row: RequestRow, reader: Reader): Promise<Omit<Viewer, 'mayTake' | 'holds'>> {
  const { identity, insider, fromCard } = reader;
  const { person } = identity;
  const own = row.requester.slackId === person.slackId;
  const pending = row.state === 'pending';
  const sheet = pending ? await findSheet(ctx, row.id) : undefined;
  const ballot = sheet && (await ballotNow(ctx, sheet, { slackId: person.slackId, place: 'details' }));
  const refusals = ballot && voteRefusals(ctx, ballot, person);
  const answers = ballot && acceptRefusals(ctx, ballot, identity);
  return {
    insider,
    fromCard,
    mayApprove: refusals !== undefined && refusals.approve === undefined,
    mayReject: refusals !== undefined && refusals.reject === undefined,
    mayWithdraw: own && isUndecided(row.state),
    mayAccept: answers !== undefined && answers.accept === undefined,
    mayDecline: answers !== undefined && answers.decline === undefined,
    mayTakeBack: ballot?.votes.some(({ voter }) => voter.slackId === person.slackId) ?? false,
  };
}

/** By what a file of a request can be checked later. */
export interface RequestRecord {
  number: number;
  fingerprint?: string | undefined;
  /** Whom it is about, with their e-mails of then, which its items leave out. */
  owners: Owner[];
  /** Of the newest vote: the rules, and the policy's hash. */
  rules: string[];
  policyHash?: string | undefined;
  /** The hash of the log's newest entry about its state. */
  auditHash?: string | undefined;
}

/** All items of a request, for those who may read its ids. `ran`: there is something that became of them. */
export async function requestForFile(
  ctx: Context,
  requestId: string,
  slackId: string,
): Promise<Outcome<{ record: RequestRecord; ran: boolean; pages: AsyncIterable<ItemView[]> }>> {
  const found = await findRequest(ctx.database.db, requestId);
  const read = await readerOf(ctx, found, slackId);
  if (!read.ok) return auditRefusal(ctx, read.refusal, read.person, 'send request', found);
  const { row, reader } = read;
  if (!reader.insider) return auditRefusal(ctx, { why: 'not_an_insider' }, reader.identity.person, 'send request', row);
  const { hash, policyHash, rules = [] } = (await loggedAbout(ctx.database.db, [row.id])).get(row.id) ?? {};
  const { number, fingerprint, startedAt } = row;
  const { from, to } = readFacts(row.facts);
  const owners = [from, to].filter((owner) => owner !== undefined);
  const record = { number, fingerprint: fingerprint ?? undefined, owners, rules, policyHash, auditHash: hash };
  return { ok: true, record, ran: startedAt !== null, pages: viewPages(ctx, row.id) };
}

/** What of a plan somebody searches for: some of its datasets, or the request whose columns they are. */
export type PlanFound = { items: ItemView[]; insider: boolean } | { request: RequestView };

/** The first datasets of a plan with this in their name or id; of a schema, the whole of it. Undefined: it is not for them. */
export async function searchPlan(
  ctx: Context,
  requestId: string,
  slackId: string,
  { from, query, limit }: { from: ReadFrom; query: string; limit: number },
): Promise<PlanFound | undefined> {
  const found = await findRequest(ctx.database.db, requestId);
  const read = await readerOf(ctx, found, slackId, from);
  if (!read.ok) return undefined;
  if (read.row.kind === 'schema') return { request: await describe(ctx, read.row, 'stored') };
  const items = (await searchItems(ctx.database.db, requestId, query, limit)).map(asItemView);
  return { items, insider: read.reader.insider };
}

export async function requestById(
  ctx: Context,
  requestId: string,
  asOf: 'now' | 'stored' = 'stored',
): Promise<RequestView | undefined> {
  const row = await findRequest(ctx.database.db, requestId);
  return row && describe(ctx, row, asOf);
}

/** The request that people call so, for whoever may read it. */
export async function requestByNumber(
  ctx: Context,
  number: number,
  slackId: string,
): Promise<Outcome<{ request: RequestView }>> {
  const found = await findByNumber(ctx.database.db, number);
  const read = await readerOf(ctx, found, slackId);
  if (read.ok) return { ok: true, request: await describe(ctx, read.row, 'now') };
  const { refusal, person } = read;
  return auditRefusal(
    ctx,
    refusal.why === 'no_such_request' ? { ...refusal, number } : refusal,
    person,
    'status',
    found,
  );
}

/** Where its card is; undefined before one was posted. */
export async function cardOfRequest(ctx: Context, requestId: string): Promise<MessageRef | undefined> {
  return cardOf(ctx.database.db, requestId);
}

/** `from` inclusive; 25 a page is what `Details` shows. */
export async function itemsOf(ctx: Context, requestId: string, from: number, limit: number): Promise<ItemView[]> {
  return (await itemsFrom(ctx.database.db, requestId, from, limit)).map(asItemView);
}

/** One dataset of a plan, by its id. */
export async function itemOf(ctx: Context, requestId: string, datasetId: string): Promise<ItemView | undefined> {
  const item = await findItem(ctx.database.db, requestId, datasetId);
  return item && asItemView(item);
}
