import { and, desc, eq, gte, inArray, isNull, like, notInArray, notLike, or, type SQL, sql } from 'drizzle-orm';
import type { Kind } from '../change/types.ts';
import type { Handle } from './database.ts';
import { newest, type Page } from './request-lists.ts';
import { audit, items, requests, votes } from './tables.ts';

/** Of what, or whom, a history tells. */
export type Subject = { datasetId: string } | { slackId?: string | undefined; domoIds: number[] };

export async function idsAbout(q: Handle, subject: Subject, page: Page): Promise<{ ids: string[]; total: number }> {
  const which = 'datasetId' in subject ? naming(q, subject.datasetId) : concerning(q, subject);
  return { ids: await newest(q, which, page), total: await q.$count(requests, which) };
}

/**
 * Those with this dataset in their plan, and those whose form named it without: left out of the plan, or there never was
 * one. A schema form is long, and read only where no plan has its dataset.
 */
function naming(q: Handle, datasetId: string): SQL | undefined {
  const { id, kind, form, fingerprint } = requests;
  const planned = q.select({ id: items.requestId }).from(items).where(eq(items.datasetId, datasetId));
  const picked = and(eq(kind, 'owner'), sql`${form} -> 'datasets' -> 'ids' ? ${datasetId}`);
  const asked = and(eq(kind, 'schema'), isNull(fingerprint), sql`${form} ->> 'datasetId' = ${datasetId}`);
  return or(inArray(id, planned), picked, asked);
}

/** Those that somebody asked for or voted on, and hand-overs from or to them. */
function concerning(q: Handle, { slackId, domoIds }: Exclude<Subject, { datasetId: string }>): SQL | undefined {
  const ids = domoIds.map(String);
  const is = (person: SQL) =>
    or(
      slackId === undefined ? undefined : eq(sql`${person} ->> 'slackId'`, slackId),
      ids.length === 0 ? undefined : inArray(sql`${person} ->> 'domoId'`, ids),
    ) ?? sql`false`;
  const voted = q
    .select({ id: votes.requestId })
    .from(votes)
    .where(is(sql`${votes.voter}`));
  const { id, kind, facts, requester } = requests;
  const owner = (role: 'from' | 'to') =>
    ids.length === 0
      ? undefined
      : and(eq(kind, 'owner'), inArray(sql`${facts} -> ${sql.raw(`'${role}'`)} ->> 'id'`, ids));
  return or(is(sql`${requester}`), inArray(id, voted), owner('from'), owner('to'));
}

/** Ids of datasets that a plan named so, in any case; those of the newest plans first. */
export async function datasetsOnceCalled(
  q: Handle,
  name: string,
  limit: number,
): Promise<{ id: string; name: string }[]> {
  const newestPlan = sql<number>`max(${requests.number})`;
  return q
    .select({ id: items.datasetId, name: sql<string>`max(${items.datasetName})` })
    .from(items)
    .innerJoin(requests, eq(requests.id, items.requestId))
    .where(eq(sql`lower(${items.datasetName})`, name.trim().toLowerCase()))
    .groupBy(items.datasetId)
    .orderBy(desc(newestPlan))
    .limit(limit);
}

/** What became of one dataset in each of these requests, by request id. */
export async function itemsOfDataset(q: Handle, datasetId: string, requestIds: string[]) {
  const { requestId, datasetName, state, reason } = items;
  // A schema's change is hundreds of columns; the owners are all that a line shows.
  const owners = (side: 'before' | 'after') =>
    sql<unknown>`case when ${items.change} ->> 'kind' = 'owner' then ${items.change} -> ${sql.raw(`'${side}'`)} end`;
  const rows = await q
    .select({ requestId, datasetName, state, reason, before: owners('before'), after: owners('after') })
    .from(items)
    .where(and(eq(items.datasetId, datasetId), inArray(requestId, requestIds)));
  return new Map(rows.map((row) => [row.requestId, row]));
}

/** The newest rejected request of this kind since then that shares a dataset with the plan of `requestId`. */
export async function lastRejected(q: Handle, kind: Kind, requestId: string, since: Date): Promise<string | undefined> {
  const own = q.select({ id: items.datasetId }).from(items).where(eq(items.requestId, requestId));
  const { id, state, settledAt, number } = requests;
  const [row] = await q
    .select({ id })
    .from(requests)
    .innerJoin(items, eq(items.requestId, id))
    .where(and(eq(requests.kind, kind), eq(state, 'rejected'), gte(settledAt, since), inArray(items.datasetId, own)))
    .orderBy(desc(number))
    .limit(1);
  return row?.id;
}

/** Entries that hold the rules under which somebody decided. */
const answers = ['vote', 'acceptance'];

/** What the audit log has of these requests, by id: the hash of the newest entry of a state, and the rules of the newest vote or acceptance. */
export async function loggedAbout(q: Handle, requestIds: string[]) {
  const rows = await q
    .select({
      requestId: audit.requestId,
      event: audit.event,
      hash: audit.hash,
      policyHash: audit.policyHash,
      rules: sql<string[]>`jsonb_path_query_array(${audit.detail}, '$.rules[*].name')`,
    })
    .from(audit)
    .where(
      and(inArray(audit.requestId, requestIds), or(inArray(audit.event, answers), like(audit.event, 'request\\_%'))),
    )
    .orderBy(audit.seq);
  const found = new Map<string, { hash?: string; policyHash?: string; rules: string[] }>();
  for (const { requestId, event, hash, policyHash, rules } of rows) {
    if (requestId === null) continue;
    const known = found.get(requestId) ?? { rules: [] };
    const told = answers.includes(event) ? { rules, ...(policyHash !== null && { policyHash }) } : { hash };
    found.set(requestId, { ...known, ...told });
  }
  return found;
}

export type LoggedEntry = Awaited<ReturnType<typeof loggedLife>>[number];

/**
 * What the audit log has of a request's life, oldest first, without what is long: the form, the plan, whom a rule stood for,
 * and what became of each dataset.
 */
export async function loggedLife(q: Handle, requestId: string) {
  const { event, at, actor, policyHash, hash, detail } = audit;
  const long = sql`case when ${event} in ('vote', 'acceptance') then '{form,facts,rules}'::text[] else '{form,facts}'::text[] end`;
  return q
    .select({
      event,
      at,
      actor,
      policyHash,
      hash,
      detail: sql<Record<string, unknown>>`${detail} - ${long}`,
      rules: sql<string[]>`jsonb_path_query_array(${detail}, '$.rules[*].name')`,
    })
    .from(audit)
    .where(
      and(
        eq(audit.requestId, requestId),
        notLike(event, 'item%'),
        notLike(event, 'reply%'),
        notInArray(event, ['plan', 'refused', 'domo_logged']),
      ),
    )
    .orderBy(audit.seq);
}
