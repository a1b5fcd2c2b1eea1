import { z } from 'zod';
import type { ItemState, Owner, Vote } from '../../change/types.ts';
import { datasetsOnceCalled, idsAbout, itemsOfDataset, loggedAbout, type Subject } from '../../store/history.ts';
import type { Page } from '../../store/request-lists.ts';
import { votesOn } from '../../store/votes.ts';
import { readsAll } from '../ask/rights.ts';
import type { Context } from '../context.ts';
import { owner } from '../facts.ts';
import { type OutsideView, outsideOf } from '../outside/outside-view.ts';
import { identify } from '../vote/identify.ts';
import { linesOf } from './lists.ts';
import { opensFor } from './readers.ts';
import type { RequestLine } from './request-view.ts';

const shownOutside = 10;
const owners = z.object({ before: owner.nullable(), after: owner.nullable() });

/** One request in the history of a dataset or a person, with the names and e-mails of then. */
export interface HistoryEntry {
  request: RequestLine;
  votes: Vote[];
  /** Names of the rules under which it was last voted on, or accepted, and that policy's hash. */
  rules: string[];
  policyHash?: string | undefined;
  /** The hash of the log's newest entry about its state. */
  auditHash?: string | undefined;
  /** Whether the person who asks may open it. */
  opens: boolean;
  /** In the history of a dataset: what it was called then, and what became of it. */
  item?:
    | { datasetName: string; state: ItemState; reason?: string | undefined; before?: Owner; after?: Owner }
    | undefined;
}

export interface History {
  entries: HistoryEntry[];
  total: number;
  /** Of a dataset, beside its newest requests: what was changed beside the app. */
  outside: OutsideView[];
  /** Stewards and auditors see e-mails, ids and references; others only of what they asked for themselves. */
  insider: boolean;
}

/** Whose history somebody asks for. */
export type HistorySubject = { datasetId: string } | { slackId: string } | { domoId: number };

/** What was asked for a dataset, or by and about a person, newest first. */
export async function history(ctx: Context, viewerId: string, subject: HistorySubject, page: Page): Promise<History> {
  const { ids, total } = await idsAbout(ctx.database.db, await asStored(ctx, subject), page);
  const datasetId = 'datasetId' in subject ? subject.datasetId : undefined;
  const entries = await entriesOf(ctx, viewerId, ids, datasetId);
  const isFirst = datasetId !== undefined && page.offset === 0;
  const outside = isFirst ? await outsideOf(ctx.database.db, datasetId, shownOutside) : [];
  return { entries, total, outside, insider: await readsAll(ctx, viewerId) };
}

/** These requests, in this order; with what became of a dataset, where one is named. */
export async function entriesOf(
  ctx: Context,
  viewerId: string,
  ids: string[],
  datasetId?: string,
): Promise<HistoryEntry[]> {
  const q = ctx.database.db;
  const [lines, logged, items] = [
    await linesOf(ctx, ids),
    await loggedAbout(q, ids),
    datasetId === undefined ? undefined : await itemsOfDataset(q, datasetId, ids),
  ];
  const opens = await opensFor(ctx, viewerId);
  const entries: HistoryEntry[] = [];
  for (const request of lines) {
    const { hash, policyHash, rules = [] } = logged.get(request.id) ?? {};
    const item = items?.get(request.id);
    const votes = await votesOn(q, request.id);
    entries.push({
      request,
      votes,
      rules,
      policyHash,
      auditHash: hash,
      opens: opens(request),
      item: item && asItem(item),
    });
  }
  return entries;
}

function asItem({ datasetName, state, reason, ...change }: StoredItem): HistoryEntry['item'] {
  const { before, after } = owners.parse(change);
  return {
    datasetName,
    state,
    reason: reason ?? undefined,
    ...(before !== null && { before }),
    ...(after !== null && { after }),
  };
}

type StoredItem = Awaited<ReturnType<typeof itemsOfDataset>> extends Map<string, infer Row> ? Row : never;

/** As the store knows them. */
export async function asStored(ctx: Context, subject: HistorySubject): Promise<Subject> {
  if ('datasetId' in subject) return subject;
  if ('domoId' in subject) return { domoIds: [subject.domoId] };
  return { slackId: subject.slackId, domoIds: (await identify(ctx, subject.slackId)).domoIds };
}

/** Datasets that a request once named so, though Domo may call them otherwise now, or have them no more. */
export function onceCalled(ctx: Context, name: string, limit: number): Promise<{ id: string; name: string }[]> {
  return datasetsOnceCalled(ctx.database.db, name, limit);
}
