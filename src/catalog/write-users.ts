import { setImmediate as nextTurn } from 'node:timers/promises';
import { inArray, sql } from 'drizzle-orm';
import { lookOf } from '../change/look-alike.ts';
import { nameOfId } from '../change/owner/name-of-id.ts';
import type { Standing } from '../change/types.ts';
import type { DomoUser } from '../domo/types.ts';
import type { Handle } from '../store/database.ts';
import { domoUsers } from '../store/tables.ts';
import { clean, fold } from './fold.ts';

type Row = typeof domoUsers.$inferSelect;
type Read = { user: DomoUser; standing: Standing };

/** Rows written in one statement: as many as do not hold the event loop where the database runs inside this process. */
const batch = 100;

/**
 * Takes over users, in small statements; only rows that differ are written. A name that is known stays where Domo tells
 * none, and so does the e-mail of someone deleted, who comes as a subset: people look for both.
 */
export async function writeUsers(q: Handle, read: Read[]): Promise<void> {
  const each = [...new Map(read.map((one) => [one.user.id, one])).values()];
  for (let at = 0; at < each.length; at += batch) {
    await writeBatch(q, each.slice(at, at + batch));
    await nextTurn();
  }
}

async function writeBatch(q: Handle, read: Read[]): Promise<void> {
  const ids = read.map(({ user }) => user.id);
  const stored = await q.select().from(domoUsers).where(inArray(domoUsers.id, ids));
  const before = new Map(stored.map((row) => [row.id, row]));
  const changed = read.flatMap((one) => {
    const old = before.get(one.user.id);
    const row = asRow(one, old);
    return old && same(old, row) ? [] : [row];
  });
  if (changed.length === 0) return;
  await q
    .insert(domoUsers)
    .values(changed)
    .onConflictDoUpdate({
      target: domoUsers.id,
      set: {
        name: sql`excluded.name`,
        email: sql`excluded.email`,
        role: sql`excluded.role`,
        standing: sql`excluded.standing`,
        search: sql`excluded.search`,
        look: sql`excluded.look`,
      },
    });
}

function asRow({ user, standing }: Read, old: Row | undefined): Row {
  const name = clean(user.name).trim() || old?.name || nameOfId(user.id);
  // No address is longer; one that were could not be indexed.
  const email =
    clean(user.email ?? (standing === 'deleted' ? old?.email : undefined) ?? '')
      .trim()
      .slice(0, 320) || null;
  const search = fold(`${fold(name)} ${fold(email ?? '')}`);
  return {
    id: user.id,
    name,
    email,
    role: user.role ? clean(user.role) : null,
    standing,
    search,
    look: clean(lookOf(name)),
  };
}

function same(old: Row, row: Row): boolean {
  return (
    old.name === row.name &&
    old.email === row.email &&
    old.role === row.role &&
    old.standing === row.standing &&
    old.search === row.search &&
    old.look === row.look
  );
}
