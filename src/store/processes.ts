import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import type { Reader } from './database.ts';
import { locks } from './locks.ts';

/** Counts the processes that live on a server's database, by a lock that the server takes back when a process ends, however it does. */
export interface Processes {
  /**
   * Counts this process from now on, until `leave`. Where there is no other one, runs `alone` first; whoever joins meanwhile
   * waits until it has ended.
   */
  join(alone: () => Promise<void>): Promise<void>;
  leave(): Promise<void>;
}

/** Whether each process that lives on the database knows what is to be done by hand: an older release may run beside. */
export async function allKnowByHand(q: Reader): Promise<boolean> {
  const held = await countLocks(q);
  return held !== undefined && held.knowing >= held.living;
}

/** How many processes live on the database. */
export async function countProcesses(q: Reader): Promise<number> {
  return (await countLocks(q))?.living ?? 0;
}

async function countLocks(q: Reader): Promise<{ living: number; knowing: number } | undefined> {
  const holding = (lock: number) => sql<number>`count(*) filter (where objid = ${lock})::integer`;
  const [held] = await q
    .select({ living: holding(locks.process), knowing: holding(locks.byHand) })
    .from(sql`pg_locks`)
    .where(
      sql`locktype = 'advisory' and classid = 0 and granted and database = (select oid from pg_database where datname = current_database())`,
    );
  return held;
}

/** Before a session that was lost is replaced, in ms. */
const pause = 1_000;

export function createProcesses(url: string): Processes {
  const leaving = new AbortController();
  /** The lock is its session's: nothing else is done in it. */
  let session: pg.Client | undefined;

  async function open(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      application_name: 'domo-steward-lives',
    });
    // Without a listener it would end the process; `end` follows.
    client.on('error', () => {});
    await client.connect();
    client.once('end', () => void rejoin());
    session = client;
    return client;
  }

  /** In this order: a process that is counted is one that has said already what it knows. */
  async function beCounted(client: pg.Client): Promise<void> {
    await client.query('select pg_advisory_lock_shared($1)', [locks.byHand]);
    await client.query('select pg_advisory_lock_shared($1)', [locks.process]);
  }

  async function rejoin(): Promise<void> {
    while (!leaving.signal.aborted) {
      try {
        await delay(pause, undefined, { signal: leaving.signal, ref: false });
        const client = await open();
        await beCounted(client);
        return;
      } catch {
        // The server is still away; whatever else needs it says so.
      }
    }
  }

  return {
    async join(alone) {
      const client = await open();
      const { rows } = await client.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [
        locks.process,
      ]);
      const isAlone = rows[0]?.alone === true;
      if (isAlone) await alone();
      await beCounted(client);
      if (isAlone) await client.query('select pg_advisory_unlock($1)', [locks.process]);
    },
    async leave() {
      leaving.abort();
      await session?.end();
    },
  };
}
