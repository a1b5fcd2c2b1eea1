import { and, desc, eq, getTableColumns, gte, inArray, isNotNull, lt, or, type SQL, sql } from 'drizzle-orm';
import { openStates, type RequestState } from '../change/types.ts';
import type { Handle, Transaction } from './database.ts';
import { locks } from './locks.ts';
import { requests } from './tables.ts';

export type RequestRow = typeof requests.$inferSelect;
/** A request without what may be as long as a plan, for whoever looks at many, or again and again. */
export type BriefRequest = Omit<RequestRow, 'form' | 'facts'>;
export type NewRequest = Pick<
  typeof requests.$inferInsert,
  | 'id'
  | 'number'
  | 'kind'
  | 'state'
  | 'requester'
  | 'reason'
  | 'form'
  | 'customer'
  | 'createdAt'
  | 'submissionKey'
  | 'originId'
  | 'originPurpose'
>;
/** What a transition may set beside the state. */
export type RequestChanges = Partial<Omit<RequestRow, 'id' | 'number' | 'kind' | 'createdAt'>>;

const { form: _, facts: __, ...brief } = getTableColumns(requests);

interface NextNumber<T> {
  /** Undefined: the filled-in form has made its request already. */
  number: number | undefined;
  more: T;
}

/**
 * The next number, which nobody else is given until the transaction ends; and then whatever selecting `also` locks. `more`: what the
 * statement after that is to read.
 */
export async function takeNumber<T>(
  tx: Transaction,
  submissionKey: string,
  { also, more }: { also: SQL; more: SQL<T> },
): Promise<NextNumber<T>> {
  await tx.execute(sql`select pg_advisory_xact_lock(${locks.number}), ${also}`);
  const made = tx.select({ id: requests.id }).from(requests).where(eq(requests.submissionKey, submissionKey));
  const next = sql<number | null>`case when not exists ${made} then coalesce(max(${requests.number}), 0) + 1 end`;
  const [found] = await tx.select({ next, more }).from(requests);
  if (found === undefined) throw new Error('The database counts no requests.');
  return { number: found.next ?? undefined, more: found.more };
}

/** As a statement or a part of one. */
export function insertRequest(tx: Transaction, request: NewRequest) {
  return tx.insert(requests).values(request).returning();
}

export async function findRequest(q: Handle, id: string): Promise<RequestRow | undefined> {
  const [row] = await q.select().from(requests).where(eq(requests.id, id));
  return row;
}

/** The requests that go on from this one, oldest first. */
export function followUpsOf(q: Handle, originId: string) {
  const { id, number, state, originPurpose: purpose } = requests;
  return q.select({ id, number, state, purpose }).from(requests).where(eq(requests.originId, originId)).orderBy(number);
}

export async function findBySubmission(q: Handle, submissionKey: string): Promise<RequestRow | undefined> {
  const [row] = await q.select().from(requests).where(eq(requests.submissionKey, submissionKey));
  return row;
}

export async function findByNumber(q: Handle, number: number): Promise<RequestRow | undefined> {
  const [row] = await q.select().from(requests).where(eq(requests.number, number));
  return row;
}

/**
 * Locks the request's row until the transaction ends, so that a count made under the lock is the count that decides.
 * Outside a transaction: reads it once those who are changing it have committed.
 */
export async function lockRequest(q: Handle, id: string): Promise<RequestRow | undefined> {
  const [row] = await q.select().from(requests).where(eq(requests.id, id)).for('update');
  return row;
}

/** Locks the request's row, and then whatever selecting `also` locks, until the transaction ends. */
export async function lockRequestAnd(q: Handle, id: string, also: SQL): Promise<void> {
  const locked = q.select({ id: requests.id }).from(requests).where(eq(requests.id, id)).for('update');
  await q.execute(sql`with locked as materialized ${locked} select ${also} from locked`);
}

/** Compare-and-swap: undefined when the request was no longer in `from`, which is a normal answer. */
export async function moveRequest(
  q: Handle,
  id: string,
  from: RequestState,
  changes: RequestChanges,
): Promise<RequestRow | undefined> {
  const [row] = await q.update(requests).set(changes).where(isStill(id, from)).returning();
  return row;
}

/** The same as a part of a statement, for whoever has locked it. */
export function moveOf(q: Handle, id: string, from: RequestState, changes: RequestChanges) {
  return q.update(requests).set(changes).where(isStill(id, from));
}

function isStill(id: string, state: RequestState): SQL | undefined {
  return and(eq(requests.id, id), eq(requests.state, state));
}

export async function requestsInStates(q: Handle, states: RequestState[], limit: number): Promise<BriefRequest[]> {
  return q
    .select(brief)
    .from(requests)
    .where(inArray(requests.state, states))
    .orderBy(desc(requests.number))
    .limit(limit);
}

/** Open ones, and those settled since. */
export async function liveRequests(q: Handle, settledSince: Date): Promise<BriefRequest[]> {
  return q
    .select(brief)
    .from(requests)
    .where(or(inArray(requests.state, [...openStates]), gte(requests.settledAt, settledSince)))
    .orderBy(requests.number);
}

/** What waited too long, as `isOverdue` has it. */
export async function overdueRequests(q: Handle, now: Date): Promise<BriefRequest[]> {
  return q
    .select(brief)
    .from(requests)
    .where(
      and(
        lt(requests.expiresAt, now),
        or(eq(requests.state, 'approved'), and(eq(requests.state, 'pending'), isNotNull(requests.lastCallAt))),
      ),
    );
}
