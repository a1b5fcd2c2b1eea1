import { exportAudit } from '../../audit/export.ts';
import { idsAbout } from '../../store/history.ts';
import { reasonsOf } from '../../store/request-lists.ts';
import type { Context } from '../context.ts';
import { type OutsideView, outsideOf } from '../outside/outside-view.ts';
import { asStored, entriesOf, type HistoryEntry, type HistorySubject } from './history.ts';
import { idsListed, type ListAsked } from './lists.ts';

/** Requests held in memory at once. */
const pageSize = 50;
const everyOne = { limit: 2 ** 31 - 1 };

export type RecordedRequest = HistoryEntry & { reason: string };

/** All requests of a list or a history, not only those of a page of it, in the same order; for those who may read all. */
export async function* everyRequest(
  ctx: Context,
  slackId: string,
  asked: { list: ListAsked } | { subject: HistorySubject },
): AsyncGenerator<RecordedRequest[]> {
  const q = ctx.database.db;
  // Ids alone, at once: requests that arrive meanwhile would move the pages.
  const ids =
    'list' in asked
      ? await idsListed(ctx, slackId, asked.list, everyOne)
      : (await idsAbout(q, await asStored(ctx, asked.subject), everyOne)).ids;
  for (let at = 0; at < ids.length; at += pageSize) {
    const some = ids.slice(at, at + pageSize);
    const reasons = await reasonsOf(q, some);
    const entries = await entriesOf(ctx, slackId, some);
    yield entries.map((entry) => ({ ...entry, reason: reasons.get(entry.request.id) ?? '' }));
  }
}

/** All that was changed in a dataset beside the app, newest first; for those who may read all. */
export function everyOutside(ctx: Context, datasetId: string): Promise<OutsideView[]> {
  return outsideOf(ctx.database.db, datasetId, everyOne.limit);
}

/** The audit log from then on, as CSV, in pieces; for those who may read all. */
export function logSince(ctx: Context, since: Date): AsyncGenerator<string> {
  return exportAudit(ctx.database.db, 'csv', { since });
}
