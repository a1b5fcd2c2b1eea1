import { and, count, desc, eq, inArray, isNotNull, like, type SQL, sql } from 'drizzle-orm';
import { nameOfId } from '../change/owner/name-of-id.ts';
import type { Owner } from '../change/types.ts';
import type { Handle } from '../store/database.ts';
import { datasets, domoUsers } from '../store/tables.ts';
import { beginsWith, inIndexOrder } from './begins-with.ts';
import { anywhere, clean, fold, wordsOf } from './fold.ts';
import { ownersNotActive, ownsSomething } from './owners-not-active.ts';
import { rankHits } from './rank.ts';
import { countOwned } from './search-datasets.ts';
import type { OwnerHit } from './types.ts';

const candidates = 100;
/** Datasets that tell well enough who owns most: counting a million would take seconds. */
const sample = 10_000;
const columns = {
  id: domoUsers.id,
  name: domoUsers.name,
  email: domoUsers.email,
  standing: domoUsers.standing,
  text: domoUsers.search,
};
type Row = Pick<typeof domoUsers.$inferSelect, 'id' | 'name' | 'email' | 'standing'>;

/** Whom a search is for: those who own something, or those who may become owners. */
export type Among = 'owners' | 'active';

/** By id, then e-mails and names that begin with the query, then names and e-mails that have all its words. */
export async function searchUsers(q: Handle, query: string, among: Among, limit: number): Promise<OwnerHit[]> {
  const whom = among === 'active' ? inArray(domoUsers.standing, ['active', 'group']) : ownsSomething;
  const text = fold(query);
  const found = new Map<number, Row>();
  const add = (rows: Row[]) => {
    for (const row of rows) if (found.size < limit && !found.has(row.id)) found.set(row.id, row);
  };

  const id = idIn(query);
  if (id !== undefined) add(await ordered(inArray(domoUsers.id, [id, -id]), sql`${domoUsers.id} desc`));
  const address = addressIn(query);
  if (address !== '') add(await beginning(sql`lower(${domoUsers.email})`, address));
  if (found.size < limit) add(await beginning(sql`${domoUsers.search}`, text));
  const words = wordsOf(text);
  if (found.size < limit && words.length > 0) {
    const has = words.map((word) => like(domoUsers.search, anywhere(word)));
    const rows = await q
      .select(columns)
      .from(domoUsers)
      .where(and(...has, whom))
      .limit(candidates);
    add(rankHits(rows, (row) => row.text, text));
  }
  return withCounts(q, [...found.values()]);

  function beginning(what: SQL, prefix: string): Promise<Row[]> {
    return ordered(beginsWith(what, prefix), inIndexOrder(what));
  }

  async function ordered(where: SQL | undefined, order: SQL): Promise<Row[]> {
    return q.select(columns).from(domoUsers).where(and(where, whom)).orderBy(order).limit(limit);
  }
}

/** Whom a form offers before anything is typed: owners who are not active, then those who own most. */
export async function foremostOwners(q: Handle, limit: number): Promise<OwnerHit[]> {
  const inactive = await ownersNotActive(q, limit);
  const some = q.select({ id: datasets.ownerId }).from(datasets).limit(sample).as('some');
  const most = await q
    .select({ id: some.id })
    .from(some)
    .where(isNotNull(some.id))
    .groupBy(some.id)
    .orderBy(desc(count()), some.id)
    .limit(limit);
  const found = new Set(inactive.map(({ id }) => id));
  const ids = most.flatMap(({ id }) => (id === null || found.has(id) ? [] : [id])).slice(0, limit - found.size);
  const rows = await q.select(columns).from(domoUsers).where(inArray(domoUsers.id, ids));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return [
    ...inactive,
    ...(await withCounts(
      q,
      ids.flatMap((id) => byId.get(id) ?? []),
    )),
  ];
}

/** Domo users or groups, or else ids that datasets name as their owners. A number that no user has may be a group's. */
export async function findOwners(q: Handle, ids: number[]): Promise<Map<number, OwnerHit>> {
  const owned = q.select({ n: count() }).from(datasets).where(eq(datasets.ownerId, domoUsers.id));
  const rows = await q
    .select({ ...columns, datasets: sql<number>`(${owned})`.mapWith(Number) })
    .from(domoUsers)
    .where(
      inArray(
        domoUsers.id,
        ids.flatMap((id) => [id, -Math.abs(id)]),
      ),
    );
  const found = ids.map(async (id): Promise<[number, OwnerHit] | undefined> => {
    const both = rows.filter((each) => each.id === id || each.id === -Math.abs(id));
    const user =
      both.find((each) => each.id === id && each.standing !== 'unknown') ?? both.find((each) => each.id < 0) ?? both[0];
    const hit = user === undefined ? await namedByDatasets(q, id) : { ...asOwner(user), datasets: user.datasets };
    return hit && [id, hit];
  });
  return new Map((await Promise.all(found)).filter((each) => each !== undefined));
}

async function namedByDatasets(q: Handle, id: number): Promise<OwnerHit | undefined> {
  const owns = eq(datasets.ownerId, id);
  const [owned] = await q.select({ name: datasets.ownerName }).from(datasets).where(owns).limit(1);
  if (!owned) return undefined;
  return (await withCounts(q, [{ id, name: owned.name || nameOfId(id), email: null, standing: 'unknown' }]))[0];
}

/** Active users with these e-mails, whatever their case, by e-mail as it was asked for. One statement for all. */
export async function findByEmails(q: Handle, emails: string[]): Promise<Map<string, Owner[]>> {
  const addresses = new Map(emails.map((email) => [email, addressIn(email)]));
  const asked = [...new Set(addresses.values())].filter((address) => address !== '');
  if (asked.length === 0) return new Map();
  const address = sql<string>`lower(${domoUsers.email})`;
  const rows = await q
    .select({ ...columns, address })
    .from(domoUsers)
    .where(and(inArray(address, asked), eq(domoUsers.standing, 'active')))
    .orderBy(domoUsers.id);
  const byAddress = Map.groupBy(rows, (row) => row.address);
  return new Map([...addresses].map(([email, key]) => [email, (byAddress.get(key) ?? []).map(asOwner)]));
}

async function withCounts(q: Handle, rows: Row[]): Promise<OwnerHit[]> {
  const counts = await countOwned(
    q,
    rows.map((row) => row.id),
  );
  return rows.map((row) => ({ ...asOwner(row), datasets: counts.get(row.id) ?? 0 }));
}

function asOwner({ id, name, email, standing }: Row): Owner {
  return { id, name, email: email ?? undefined, standing };
}

/** As e-mails are compared. */
export function addressIn(typed: string): string {
  return clean(typed).trim().toLowerCase();
}

/** Domo's ids are positive and fit a number; anything else is no id, and would be refused by the database. */
function idIn(query: string): number | undefined {
  const digits = query.trim().replace(/^(?:#|group:)/, '');
  const id = Number(digits);
  return /^\d{1,16}$/.test(digits) && Number.isSafeInteger(id) ? id : undefined;
}
