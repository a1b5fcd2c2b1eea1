import { and, desc, eq, gte, inArray, lt, not, notExists, or, type SQL, sql } from 'drizzle-orm';
import { type Kind, openStates, type RequestState } from '../change/types.ts';
import type { Handle } from './database.ts';
import { handWork, items, messages, requests, votes } from './tables.ts';

export interface Page {
  limit: number;
  offset?: number;
}

/** What a list is narrowed to; nothing of it: all open requests, and the person's others after them. */
export interface ListFilter {
  /** `mine`: what the person asked for, open or not. */
  which?: 'open' | 'mine' | undefined;
  kind?: Kind | undefined;
  /** Asked for then or later. */
  since?: Date | undefined;
}

/** Which requests a list shows, newest first, by id: their rows are read after that, a few at a time. `first`: those before all others. */
export async function newest(
  q: Handle,
  which: SQL | undefined,
  { limit, offset = 0 }: Page,
  first?: SQL,
): Promise<string[]> {
  const rows = await q
    .select({ id: requests.id })
    .from(requests)
    .where(which)
    .orderBy(...(first === undefined ? [] : [desc(first)]), desc(requests.number))
    .limit(limit)
    .offset(offset);
  return rows.map(({ id }) => id);
}

const askedBy = (slackId: string) => sql`${requests.requester} ->> 'slackId' = ${slackId}`;

/** What others than this person asked for, in these states. */
export function idsOfOthers(q: Handle, slackId: string, states: RequestState[], limit: number): Promise<string[]> {
  return newest(q, and(inArray(requests.state, states), not(askedBy(slackId))), { limit });
}

/** What this person sees in a list of theirs. */
export function idsFor(q: Handle, slackId: string, filter: ListFilter, page: Page): Promise<string[]> {
  const { which, kind, since } = filter;
  const open = inArray(requests.state, [...openStates]);
  const whose = { open, mine: askedBy(slackId), both: or(askedBy(slackId), open) }[which ?? 'both'];
  const narrowed = and(whose, kind && eq(requests.kind, kind), since && gte(requests.createdAt, since));
  return newest(q, narrowed, page, which === undefined ? open : undefined);
}

export type ListedRow = Awaited<ReturnType<typeof listedRequests>>[number];

/**
 * What one line about a request needs, in any order. The form, the reasons of a risk and the items' changes stay where they are: those
 * of 1,000 columns take milliseconds each to read.
 */
export async function listedRequests(q: Handle, ids: string[]) {
  const own = eq(items.requestId, requests.id);
  const total = q.$count(items, own);
  const unverified = q.$count(items, and(own, eq(items.state, 'unverified')));
  return q
    .select({
      id: requests.id,
      number: requests.number,
      kind: requests.kind,
      state: requests.state,
      requester: requests.requester,
      stoppedBy: requests.stoppedBy,
      createdAt: requests.createdAt,
      decidedAt: requests.decidedAt,
      settledAt: requests.settledAt,
      acceptance: requests.acceptance,
      from: sql<unknown>`${requests.facts} -> 'from'`,
      to: sql<unknown>`${requests.facts} -> 'to'`,
      datasetOwner: sql<unknown>`${requests.facts} -> 'datasetOwner'`,
      risk: sql<unknown>`${requests.facts} -> 'schema' -> 'risk'`,
      changes: sql<unknown>`${requests.facts} -> 'schema' -> 'changes'`,
      /** Only until there is a plan. */
      asked: sql<string | null>`case when ${requests.fingerprint} is null then ${requests.form} ->> 'datasetId' end`,
      datasetId: items.datasetId,
      datasetName: items.datasetName,
      channel: messages.channel,
      ts: messages.ts,
      total,
      unverified,
      byHandUntil: handWork.until,
    })
    .from(requests)
    .leftJoin(messages, and(eq(messages.requestId, requests.id), eq(messages.purpose, 'card')))
    .leftJoin(handWork, and(eq(handWork.requestId, requests.id), eq(requests.state, 'applying')))
    .leftJoin(items, and(eq(items.requestId, requests.id), eq(items.position, 0), eq(requests.kind, 'schema')))
    .where(inArray(requests.id, ids));
}

/** Why each of these was asked for, by id. */
export async function reasonsOf(q: Handle, ids: string[]): Promise<Map<string, string>> {
  const { id, reason } = requests;
  const rows = await q.select({ id, reason }).from(requests).where(inArray(id, ids));
  return new Map(rows.map((row) => [row.id, row.reason]));
}

export type PendingRow = Awaited<ReturnType<typeof pendingPage>>[number];

/**
 * Pending requests below a number on which this person has not voted, newest first: as much as says who may vote. `to`: only
 * those that would make this Domo user, or the group of that id, the owner; `read`: which of their facts, as one value.
 */
export async function pendingPage(
  q: Handle,
  slackId: string,
  { below, to, read }: { below: number; to?: number | undefined; read: readonly string[] },
  limit: number,
) {
  const voted = q
    .select({ one: sql`1` })
    .from(votes)
    .where(and(eq(votes.requestId, requests.id), eq(votes.slackId, slackId)));
  const { id, number, kind, requester, createdAt, escalated, acceptance } = requests;
  const toOwner = to === undefined ? undefined : eq(sql`${requests.facts} -> 'to' ->> 'id'`, String(to));
  // Taken apart once: each look into a long value unpacks all of it.
  const facts = sql<unknown>`(
    select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(${requests.facts}) where key = any(${sql.param([...read])}::text[]))`;
  return q
    .select({ id, number, kind, requester, createdAt, facts, escalated, acceptance })
    .from(requests)
    .where(and(eq(requests.state, 'pending'), lt(requests.number, below), toOwner, notExists(voted)))
    .orderBy(desc(requests.number))
    .limit(limit);
}
