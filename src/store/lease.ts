import { randomUUID } from 'node:crypto';
import { and, eq, lt, sql } from 'drizzle-orm';
import type { Database, Transaction } from './database.ts';
import { leases } from './tables.ts';

/** Another has taken what this process held: it was frozen, or cut off from the database, for longer than a lease lasts. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
  override readonly message = 'Another process goes on with this.';
}

/** What one process at a time has, of all that live on a database; renewed while it lives. */
export interface Lease {
  /** Aborts, with `LeaseLost`, once it is known that another has it. */
  readonly lost: AbortSignal;
  /** A transaction during which nobody else can have it. Throws `LeaseLost`. */
  holding<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  release(): Promise<void>;
}

/** By the database's clock: a process that died lets go of it after so long. */
const until = sql`now() + interval '15 seconds'`;
const renewedEvery = 5_000;

/** Undefined: another process has it, and lives. */
export async function takeLease({ db, transaction }: Database, name: string): Promise<Lease | undefined> {
  const holder = randomUUID();
  const [taken] = await db
    .insert(leases)
    .values({ name, holder, until })
    .onConflictDoUpdate({ target: leases.name, set: { holder, until }, setWhere: lt(leases.until, sql`now()`) })
    .returning();
  if (taken === undefined) return undefined;
  const own = and(eq(leases.name, name), eq(leases.holder, holder));
  const lost = new AbortController();

  async function renew(): Promise<void> {
    const [still] = await db.update(leases).set({ until }).where(own).returning();
    if (still === undefined) lose();
  }

  function lose(): LeaseLost {
    clearInterval(timer);
    const error = new LeaseLost();
    lost.abort(error);
    return error;
  }

  // A database that is away for a moment takes nothing away; what is written next asks it again.
  const timer = setInterval(() => renew().catch(() => undefined), renewedEvery).unref();

  return {
    lost: lost.signal,
    holding: (work) =>
      transaction(async (tx) => {
        const [still] = await tx.select().from(leases).where(own).for('share');
        if (still === undefined) throw lose();
        return work(tx);
      }),
    async release() {
      clearInterval(timer);
      await db.delete(leases).where(own);
    },
  };
}
