import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import type { Reader } from './database.ts';
import { locks } from './locks.ts';
import { isBefore, lockOfRelease, releaseOfLock, thisRelease } from './releases.ts';

/** Counts the processes that live on a server's database, by a lock that the server takes back when a process ends, however it does. */
export interface Processes {
  /** Says which release this process is: whoever would take away what it needs, sees that. */
  announce(): Promise<void>;
  /**
   * Counts this process from now on, until `leave`. Where there is no other one, runs `alone` first; whoever joins meanwhile
   * waits until it has ended.
   */
  join(alone: () => Promise<void>): Promise<void>;
  leave(): Promise<void>;
}

/** The first that knows what is to be done by hand, and doors. */
const byHandSince = '0.2.0';

/** Whether each process that lives on the database knows what is to be done by hand: an older release may run beside. */
export async function allKnowByHand(q: Reader): Promise<boolean> {
  return (await liveReleases(q)).every((release) => !isBefore(release, byHandSince));
}

/** The release of each process that lives on the database, or is about to. */
export async function liveReleases(q: Reader): Promise<string[]> {
  const lock = sql<number | null>`(max(objid) filter (where classid = ${locks.release}))::integer`;
  const sessions = await q
    .select({ lock })
    .from(sql`pg_locks`)
    .where(sql`${ofDatabase} and (${isProcess} or classid = ${locks.release})`)
    .groupBy(sql`pid`);
  return sessions.map((session) => releaseOfLock(session.lock));
}

/** How many processes live on the database. */
export async function countProcesses(q: Reader): Promise<number> {
  const living = sql<number>`count(*)::integer`;
  const [held] = await q.select({ living }).from(sql`pg_locks`).where(sql`${ofDatabase} and ${isProcess}`);
  return held?.living ?? 0;
}

const ofDatabase = sql`locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())`;
const isProcess = sql`(classid = 0 and objid = ${locks.process})`;

/** Before a session that was lost is replaced, in ms. */
const pause = 1_000;

export function createProcesses(url: string): Processes {
  const leaving = new AbortController();
  /** The lock is its session's: nothing else is done in it. */
  let session: pg.Client | undefined;

  let isCounted = false;

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
    await client.query('select pg_advisory_lock_shared($1, $2)', [locks.release, lockOfRelease(thisRelease)]);
    client.once('end', () => void reopen());
    session = client;
    return client;
  }

  /** After `open`: a process that is counted is one that has said already which release it is. */
  async function beCounted(client: pg.Client): Promise<void> {
    await client.query('select pg_advisory_lock_shared($1)', [locks.process]);
    isCounted = true;
  }

  async function reopen(): Promise<void> {
    while (!leaving.signal.aborted) {
      try {
        await delay(pause, undefined, { signal: leaving.signal, ref: false });
        const client = await open();
        // Its end begins this again.
        if (isCounted) await beCounted(client).catch(() => client.end());
        return;
      } catch {
        // The server is still away; whatever else needs it says so.
      }
    }
  }

  return {
    announce: async () => void (await open()),
    async join(alone) {
      const client = session ?? (await open());
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
