import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { fromDrizzle, type Job, PgBoss } from 'pg-boss';
import { coerceError } from '../errors.ts';
import { type Logger, logWith } from '../logger.ts';
import type { Database, Handle } from '../store/database.ts';
import { Postponed } from '../workflow/apply/patience.ts';
import { type Batch, type BossDatabase, createBatch } from './batch.ts';
import { forgetTimeAhead } from './clock-set-back.ts';
import { type Payload, payloads, type Queue, type QueueName, queueNames, queues } from './queues.ts';

/** Jobs that survive a restart, enqueued in the transaction that decided them. */
export interface Jobs {
  /** Creates all queues; `enqueue` throws before it resolves. */
  start(): Promise<void>;
  /**
   * Enqueues, not to begin before `startAfter`; false when an equal job is there already, as its queue's policy says. In a
   * transaction all that is enqueued is stored by its last statement: whether an equal job is there is not known then.
   */
  enqueue<N extends QueueName>(
    handle: Handle,
    name: N,
    payload: Payload<N>,
    options?: When,
  ): Promise<boolean | undefined>;
  /**
   * Runs jobs as they come. `signal` aborts when `stop` begins and when another process has taken the job over: the
   * handler begins nothing new then, and may finish what it has in hand. A handler that throws is run again, as its
   * queue says.
   */
  work<N extends QueueName>(
    name: N,
    handler: (payload: Payload<N>, signal: AbortSignal) => Promise<void>,
  ): Promise<void>;
  /** Enqueues at the times that `cron` (UTC) names, once for all processes. */
  schedule<N extends QueueName>(name: N, cron: string, payload: Payload<N>): Promise<void>;
  /** Takes no new job, and resolves when the running ones have ended, or `graceMs` (at least 1 s) have passed. */
  stop(graceMs: number): Promise<void>;
}

interface When {
  startAfter?: Date | undefined;
  priority?: number | undefined;
}

export interface JobsSettings {
  logger: Logger;
  /** How often lost jobs are looked for. Default 5: a killed worker's job comes back in about 11 s. */
  superviseSeconds?: number | undefined;
  /** Told how each job ended, for metrics. */
  onJob?: ((queue: QueueName, outcome: 'done' | 'failed') => void) | undefined;
  /** How often a queue is looked at for jobs that wait for their retry: NOTIFY tells of new ones. Default 5. */
  pollingSeconds?: number | undefined;
}

/** The shortest that pg-boss allows. */
const heartbeatSeconds = 10;
/** What every queue has in common: a finished job is no proof of anything, the audit log is. */
const common = { heartbeatSeconds, deleteAfterSeconds: 24 * 60 * 60, notify: true };

export function createJobs(database: Database, settings: JobsSettings): Jobs {
  const { logger, superviseSeconds = 5, pollingSeconds = 5, onJob = () => {} } = settings;
  const boss = new PgBoss({
    ...database.queueBackend,
    useListenNotify: true,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
    maintenanceIntervalSeconds: 60 * 60,
    openTelemetry: { enabled: false },
  });
  boss.on('error', (error) => logger.error({ err: error }, 'the job queue had an error'));
  boss.on('warning', (warning) => logger.warn({ warning }, 'the job queue warns'));
  const stopping = new AbortController();
  let started = false;
  const running = new Set<Promise<void>>();
  /** What open transactions enqueue. */
  const batches = new WeakMap<Handle, Batch>();

  return {
    async start() {
      await boss.start();
      const present = new Set((await boss.getQueues(queueNames)).map((queue) => queue.name));
      for (const name of queueNames) {
        const { policy, ...options } = queues[name].options;
        if (present.has(name)) await boss.updateQueue(name, { ...common, ...options });
        else await boss.createQueue(name, { ...common, ...options, policy });
      }
      await forgetTimeAhead(database);
      started = true;
    },

    async enqueue(handle, name, payload, when = {}) {
      // Inside a transaction of PGlite pg-boss would wait for ever for the queue that it does not know yet.
      if (!started) throw new Error(`Nothing can be enqueued for ${name} yet: the queues are still being made.`);
      if (handle === database.db) return (await send(fromDrizzle(handle, sql), name, payload, when)) !== null;
      await send(batchOf(handle), name, payload, when);
      return undefined;
    },

    async work(name, handler) {
      const options = { pollingIntervalSeconds: pollingSeconds, notifyPollingIntervalSeconds: pollingSeconds };
      const { workers = 1, kept = { workers: 0, from: 0 } }: Queue = queues[name];
      for (let worker = 0; worker < workers; worker += 1) {
        let id: string | undefined;
        id = await boss.work<unknown>(
          name,
          { ...options, ...(worker < kept.workers && { minPriority: kept.from }) },
          async ([job]) => {
            if (job === undefined) return;
            // Looks for another job as soon as this one has ended: else a queue of several is worked off at the pace of polling.
            if (id !== undefined) boss.notifyWorker(id);
            await track(name, job, runJob(name, job, handler));
          },
        );
      }
    },

    async schedule(name, cron, payload) {
      await boss.schedule(name, cron, payload, { tz: 'UTC' });
    },

    async stop(graceMs) {
      stopping.abort(new Error('The service is stopping.'));
      await boss.stop({ graceful: true, timeout: graceMs });
      // pg-boss stops waiting for a handler when its grace is over, and aborts it: give it the moment to notice.
      await Promise.race([Promise.all(running), delay(500, undefined, { ref: false })]);
    },
  };

  async function send(
    db: BossDatabase,
    name: QueueName,
    payload: Payload<QueueName>,
    { startAfter, priority = 0 }: When,
  ): Promise<string | null> {
    const when = { ...(startAfter && { startAfter }), ...(priority && { priority }) };
    const key = keyOf(name, payload);
    // The equal one that waits stands for this one from now on, and is not to wait longer.
    if (mayWaitLonger(name)) await db.executeSql(raisePriority, [name, key.singletonKey ?? '', priority]);
    return boss.send(name, payload, { db, ...when, ...key });
  }

  /** Whoever clicked waits for the statements of a transaction: its jobs are stored by one. */
  function batchOf(tx: Handle): Batch {
    const known = batches.get(tx);
    if (known !== undefined) return known;
    const batch = createBatch();
    batches.set(tx, batch);
    database.beforeCommit(async () => void (await tx.execute(sql.raw(batch.statement()))));
    return batch;
  }

  /** Keeps count of a job under way, and says how it ended. */
  async function track(name: QueueName, job: Job<unknown>, work: Promise<void>): Promise<void> {
    const run = work.catch((thrown: unknown) => {
      const error = coerceError(thrown);
      // What ends because the service stops, or has to wait, has not failed: the next start or try goes on with it.
      const level = stopping.signal.aborted || error instanceof Postponed ? 'debug' : 'warn';
      const details = { err: error, queue: name, job: job.id, attempt: job.retryCount + 1, data: job.data };
      logger[level](details, 'a job failed');
      onJob(name, 'failed');
      throw error;
    });
    const settled = run.catch(() => {}).finally(() => running.delete(settled));
    running.add(settled);
    await run;
    onJob(name, 'done');
  }

  async function runJob<N extends QueueName>(
    name: N,
    job: Job<unknown>,
    handler: (payload: Payload<N>, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const payload = payloads[name].parse(job.data) as Payload<N>;
    const about = 'requestId' in payload ? { requestId: payload.requestId } : {};
    await logWith({ queue: name, ...about }, () => handler(payload, AbortSignal.any([job.signal, stopping.signal])));
  }
}

/** Whether one job of a request can be queued with a lower priority than the next one has. */
function mayWaitLonger(name: QueueName): boolean {
  const { options, kept }: Queue = queues[name];
  return options.policy === 'stately' && kept !== undefined;
}

const raisePriority = `
  update pgboss.job set priority = $3::int
  where name = $1 and coalesce(singleton_key, '') = $2 and state = 'created' and policy = 'stately' and priority < $3::int`;

/** One job a request, or a person, where the policy counts them. */
function keyOf(name: QueueName, payload: Payload<QueueName>): { singletonKey?: string } {
  if (queues[name].options.policy === 'standard') return {};
  if ('requestId' in payload) return { singletonKey: payload.requestId };
  return 'slackId' in payload ? { singletonKey: payload.slackId } : {};
}
