import { z } from 'zod';
import { type Owner, risks } from '../../change/types.ts';
import { decisionAmong } from '../../change/votes/decision.ts';
import { type RequiredRule, rulesFor } from '../../change/votes/rules.ts';
import { exclusionOf } from '../../change/votes/stewards.ts';
import { acceptanceOf } from '../../store/acceptance.ts';
import {
  idsFor,
  idsOfOthers,
  type ListedRow,
  type ListFilter,
  listedRequests,
  type Page,
  type PendingRow,
  pendingPage,
} from '../../store/request-lists.ts';
import { votesOn } from '../../store/votes.ts';
import { isSteward } from '../ask/rights.ts';
import type { Context } from '../context.ts';
import { factsOfRules, owner, type RequestFacts, readFacts, ruleFactsAtHand, ruleFactsOf } from '../facts.ts';
import { hasAskedForThemself, partiesOf } from '../vote/electorate.ts';
import { type Identity, identify, isAmong } from '../vote/identify.ts';
import { answered } from './describe.ts';
import type { RequestLine } from './request-view.ts';

/** Requests read by one statement: the event loop turns between statements, and not within one. */
const atOnce = 5;
/** And of which no more is read than who may vote on them: as many as most people need, then more, since each statement sorts all that wait. */
const judgedFirst = 25;
const judgedAtOnce = 100;
const aboveAll = 2 ** 31 - 1;

const facts = z.object({
  from: owner.nullable(),
  to: owner.nullable(),
  datasetOwner: owner.nullable(),
  risk: z.enum(risks).nullable(),
  changes: z.number().nullable(),
});

/** What a person may narrow their list to; `to approve`: what waits for their vote. */
export type ListAsked = Omit<ListFilter, 'which'> & { which?: 'open' | 'mine' | 'to approve' | undefined };

/** Newest first; without a choice the open requests, and after them this person's own others. */
export async function listFor(ctx: Context, slackId: string, asked: ListAsked, page: Page): Promise<RequestLine[]> {
  return linesOf(ctx, await idsListed(ctx, slackId, asked, page));
}

/** The same by their ids. */
export async function idsListed(
  ctx: Context,
  slackId: string,
  { which, ...narrowed }: ListAsked,
  page: Page,
): Promise<string[]> {
  if (which === 'to approve') return idsWaitingFor(ctx, slackId, page, narrowed);
  return idsFor(ctx.database.db, slackId, { which, ...narrowed }, page);
}

/** Changes that others asked for and that were made, well or not, newest first. */
export async function recent(ctx: Context, slackId: string, limit: number): Promise<RequestLine[]> {
  const ids = await idsOfOthers(ctx.database.db, slackId, ['applied', 'partly_applied', 'failed'], limit);
  return linesOf(ctx, ids);
}

/** Requests as lists tell of them, in the order of `ids`. */
export async function linesOf(ctx: Context, ids: string[]): Promise<RequestLine[]> {
  const lines: RequestLine[] = [];
  for (let at = 0; at < ids.length; at += atOnce) {
    const some = ids.slice(at, at + atOnce);
    const rows = new Map((await listedRequests(ctx.database.db, some)).map((row) => [row.id, row]));
    for (const id of some) {
      const row = rows.get(id);
      if (row !== undefined) lines.push(await lineOf(ctx, row));
    }
  }
  return lines;
}

async function lineOf(ctx: Context, row: ListedRow): Promise<RequestLine> {
  const { id, number, kind, state, requester, total, createdAt, channel, ts } = row;
  const { from, to, datasetOwner, risk, changes } = facts.parse(row);
  const given = acceptanceOf(row);
  const votes = row.decidedAt === null ? [] : await votesOn(ctx.database.db, id);
  return {
    id,
    number,
    kind,
    state,
    requester,
    from: from ?? undefined,
    to: to ?? undefined,
    dataset: await datasetOf(ctx, row, datasetOwner ?? undefined),
    schema: risk === null ? undefined : { risk, changes: changes ?? undefined },
    total,
    counts: { unverified: row.unverified },
    hand: row.byHandUntil === null ? undefined : { until: row.byHandUntil },
    decision: decisionAmong(row, votes, given),
    acceptance: answered(given),
    stoppedBy: row.stoppedBy ?? undefined,
    card: channel === null || ts === null ? undefined : { channel, ts },
    createdAt,
    settledAt: row.settledAt ?? undefined,
  };
}

async function datasetOf(
  ctx: Context,
  { kind, asked, datasetId, datasetName }: ListedRow,
  owner: Owner | undefined,
): Promise<RequestLine['dataset']> {
  if (kind !== 'schema') return undefined;
  if (datasetId !== null && datasetName !== null) return { id: datasetId, name: datasetName, owner };
  return asked === null ? undefined : { id: asked, name: (await ctx.catalog.dataset(asked))?.name ?? asked };
}

/** The newest of the pending requests on which this person may vote or is to accept now, however many others there are. */
export async function waitingFor(ctx: Context, slackId: string, page: Page): Promise<RequestLine[]> {
  return linesOf(ctx, await idsWaitingFor(ctx, slackId, page));
}

async function idsWaitingFor(
  ctx: Context,
  slackId: string,
  { limit, offset = 0 }: Page,
  { kind, since }: Omit<ListFilter, 'which'> = {},
): Promise<string[]> {
  const steward = await identify(ctx, slackId);
  // Whom no rule names can only be asked to accept: no need to read what others wait for.
  const to = (await isSteward(ctx, slackId)) ? undefined : steward.domo;
  if (to !== undefined && typeof to !== 'number') return [];
  const found: string[] = [];
  let below = aboveAll;
  while (found.length < offset + limit) {
    const many = below === aboveAll ? judgedFirst : judgedAtOnce;
    const page = await pendingPage(ctx.database.db, slackId, { below, to, read: factsOfRules }, many);
    for (const row of page) {
      if (found.length >= offset + limit) break;
      const narrowed = (kind ?? row.kind) === row.kind && (since ?? row.createdAt) <= row.createdAt;
      if (narrowed && (await waitsFor(ctx, row, steward))) found.push(row.id);
    }
    const last = page.at(-1);
    if (last === undefined) break;
    below = last.number;
  }
  return found.slice(offset, offset + limit);
}

/** Whether this person, the incoming owner, has been asked to accept it and has not answered. */
function isToAccept(row: PendingRow, rules: RequiredRule[], { to }: RequestFacts, { domo }: Identity): boolean {
  if (domo !== to?.id || row.acceptance !== null || hasAskedForThemself(row.requester, to)) return false;
  return rules.some(({ requireAcceptance }) => requireAcceptance);
}

async function waitsFor(ctx: Context, row: PendingRow, steward: Identity): Promise<boolean> {
  const rowFacts = readFacts(row.facts);
  const concerns = async (rules: RequiredRule[]) => {
    if (isToAccept(row, rules, rowFacts, steward)) return 'to accept';
    const approvers = rules.flatMap((rule) => [...rule.approvers, ...rule.fallback]);
    return (await isAmong(ctx, approvers, steward.person.slackId)) && 'to approve';
  };
  // Of most requests this is enough to see that they are for others: the rest asks the database.
  if (!(await concerns(rulesFor(ctx.policy, ruleFactsAtHand(row, rowFacts), row.escalated)))) return false;
  const asked = await concerns(rulesFor(ctx.policy, await ruleFactsOf(ctx, row, rowFacts), row.escalated));
  if (asked !== 'to approve') return asked === 'to accept';
  return exclusionOf(steward, await partiesOf(ctx, row.requester, rowFacts)) === undefined;
}
