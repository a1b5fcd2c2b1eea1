import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import own from '../package.json' with { type: 'json' };
import { type AuditHead, appendAudit, auditHead, noEntries } from './audit/append.ts';
import { proveApproval } from './audit/approved.ts';
import { authenticEntries } from './audit/authentic-entries.ts';
import { takeAuditKey } from './audit/key.ts';
import { createLogLater } from './audit/later.ts';
import { createNameKeeper } from './audit/names.ts';
import { createCatalog } from './catalog/catalog.ts';
import type { Policy } from './change/types.ts';
import { type Config, configSecrets, type Result } from './config.ts';
import { createDomo } from './domo/client.ts';
import type { DomoOptions } from './domo/options.ts';
import { createProduct } from './domo/product/client.ts';
import { ofInstance } from './domo/product/of-instance.ts';
import { createAccessTokenWatch } from './domo/product/token-watch.ts';
import { createMetrics } from './http/metrics.ts';
import { createHttpServer } from './http/server.ts';
import { createJobs } from './jobs/pg-boss.ts';
import { startWorkers } from './jobs/workers.ts';
import { createLiveSecrets } from './live-secrets.ts';
import { createLogger, type Logger } from './logger.ts';
import { readPolicy } from './policy.ts';
import { createPolicyInForce } from './policy-in-force.ts';
import { createReadiness } from './readiness.ts';
import { createSlackApp } from './slack/app.ts';
import { createSlackClient, type SlackLimits } from './slack/client.ts';
import { createTracker } from './slack/tracker.ts';
import type { Handle } from './store/database.ts';
import { explainPglite } from './store/database-problem.ts';
import { openDatabase } from './store/open-database.ts';
import { bindInstance } from './store/settings.ts';
import { type Context, type Timing, usualTiming } from './workflow/context.ts';
import { createWorkflow, type Shared } from './workflow/use-cases.ts';

/** What tests and the sandbox set in place of the usual. */
export interface Overrides {
  logger?: Logger;
  policy?: Policy;
  /** Where a given policy may change while the app runs. */
  policyFile?: string;
  /** Between two looks at the policy's file, in ms. */
  policyEvery?: number;
  timing?: Partial<Timing>;
  now?: () => Date;
  domo?: Partial<DomoOptions>;
  slack?: SlackLimits;
  /** How often pg-boss looks for jobs whose worker died, in s. */
  superviseSeconds?: number;
  /** How often jobs that wait for their retry are looked for, in s. */
  pollingSeconds?: number;
}

export interface Service {
  /** Resolves when everything runs. Throws `StartupError`, with sentences for whoever starts it. */
  start(): Promise<void>;
  /** Resolves when Domo has been read once: from then on searches know everything. The app itself waits for nothing. */
  caughtUp(): Promise<void>;
  /**
   * Reads the policy file now, and puts it in force for all processes; a wrong one is refused in the log. Goes on with the
   * secrets of `read`, if given; those of the database and the log are taken up at a start only.
   */
  reload(read?: Result<Config>): Promise<void>;
  /** Begins nothing new, lets what is under way end for some seconds, and closes everything within 10 s. */
  stop(): Promise<void>;
  /** Rejects, with sentences, when it cannot go on: the process is to end at once. */
  readonly failed: Promise<never>;
  /** The HTTP server's. */
  readonly port: number;
}

/** How long `stop` waits for jobs, in ms: within the 10 s after which an orchestrator kills. */
const stopGrace = 8_500;

/** The composition root: everything that runs is made and joined here, and nothing else knows all of it. */
export async function createService(config: Config, overrides: Overrides = {}): Promise<Service> {
  const hidden = new Set(configSecrets(config));
  const logger = overrides.logger ?? createLogger({ level: config.logLevel, secrets: hidden });
  const secrets = createLiveSecrets(config, { hidden, logger });
  const now = overrides.now ?? (() => new Date());
  const policy = overrides.policy ?? (await readPolicy(config.policyFile));
  const policyFile = overrides.policy === undefined ? config.policyFile : overrides.policyFile;
  const metrics = createMetrics();
  const failed = Promise.withResolvers<never>();
  // Whoever runs it may not look.
  failed.promise.catch(() => undefined);
  const database = await openDatabase({
    databaseUrl: config.database.url,
    dataDir: config.database.dataDir,
    onError: (err) => logger.warn({ err }, 'a database connection was lost'),
    onStop: failed.reject,
  });
  if (database.isNew) logger.warn({ dataDir: config.database.dataDir }, 'there was no database: made a new, empty one');
  const jobs = createJobs(database, {
    logger,
    superviseSeconds: overrides.superviseSeconds,
    pollingSeconds: overrides.pollingSeconds,
    onJob: metrics.job,
  });
  const domo = createDomo({
    url: config.domo.apiUrl,
    ...config.domo,
    credentials: () => secrets.now().domo,
    redisUrl: config.redisUrl,
    processes: () => database.processes(),
    bindTo: (customer) => bindInstance(database.db, customer),
    logger,
    onCall: ({ method, status, ms }) => metrics.domoCall(method, status, ms / 1_000),
    ...overrides.domo,
  });
  const product =
    config.domo.product &&
    createProduct({
      ...config.domo,
      ...config.domo.product,
      redisUrl: config.redisUrl,
      processes: () => database.processes(),
      check: ofInstance(domo),
      now,
      logger,
      onCall: ({ method, status, ms }) => metrics.domoCall(method, status, ms / 1_000),
      timeoutMs: overrides.domo?.timeoutMs,
      retry: overrides.domo?.retry,
    });
  const catalog = createCatalog({ db: database, domo, product, now, logger });
  const slackClient = createSlackClient({
    config: config.slack,
    configNow: () => secrets.now().slack,
    logger,
    now,
    limits: overrides.slack,
  });
  const behind = createTracker(logger);
  const timing = { ...usualTiming, ...overrides.timing };
  const logSettings = {
    key: config.auditKey,
    nameKeeper: createNameKeeper(),
    seen: { seq: 0 },
    heads: new WeakMap<Handle, AuditHead>(),
  };
  const appendUnder: Shared['appendUnder'] = (policy, tx, entries, beside) =>
    appendAudit(tx, entries, { ...logSettings, now: now(), policy }, beside);
  const auditOfRun: Context['auditOfRun'] = (...given) => appendUnder(undefined, ...given);
  const inForce = createPolicyInForce({
    ctx: { database, auditOfRun, logger },
    auditKey: config.auditKey,
    first: policy,
    file: policyFile,
    onChange: () => background.repaintPending(),
    every: overrides.policyEvery,
  });
  const ctx: Shared = {
    database,
    onTransition({ request, outcome }) {
      const { id: requestId, number, kind, state } = request;
      logger.info({ requestId, number, kind, state, ...(outcome && { outcome }) }, 'a request moved on');
      metrics.transition(request, outcome);
    },
    enqueue: jobs.enqueue,
    domo,
    product,
    domoUrl: config.domo.instanceUrl,
    catalog,
    notifier: slackClient.notifier,
    directory: slackClient.directory,
    policyNow: inForce.current,
    latestPolicy: inForce.latest,
    appendUnder,
    auditOfRun,
    authenticEntries: (reader, requestId, events) => authenticEntries(reader, requestId, events, config.auditKey),
    proveApproval: (reader, row) => proveApproval(reader, row, config.auditKey),
    beginTurn: (tx, head) => void logSettings.heads.set(tx, head ?? noEntries),
    auditHead: async () => (await auditHead(database.db)).hash,
    logLater: createLogLater((entries) => database.transaction((tx) => auditOfRun(tx, entries)), behind.run),
    logger,
    now,
    newId: randomUUID,
    wait: (ms, signal) => delay(ms, undefined, { signal }),
    timing,
    concurrency: config.domo.concurrency,
  };
  const { workflow, drafts, background } = createWorkflow(ctx);
  const slack = createSlackApp({
    config: config.slack,
    configNow: () => secrets.now().slack,
    client: slackClient,
    workflow,
    drafts,
    catalog,
    logger,
    now,
    people: () => inForce.current().people,
    limits: overrides.slack,
    onAck: metrics.slackDelivery,
  });
  const accessToken = product && createAccessTokenWatch(product, { logger, now });
  metrics.watch({ domo: domo.load, database: () => database.db.execute(sql`select 1`) });
  const readiness = createReadiness({ ctx, slack, accessToken });
  const http = createHttpServer({
    port: config.port,
    host: config.host,
    logger,
    health: readiness,
    metrics,
    slackEvents: slack.requestListener,
    takesDeliveries: () => working,
  });
  let working = false;

  async function start(): Promise<void> {
    await takeAuditKey(database, config.auditKey, config.auditKeysBefore, now());
    await http.start();
    await readiness.firstContact();
    // Not before: a start that is refused has no business in this database's log.
    await inForce.start();
    await jobs.start();
    await startWorkers(jobs, {
      ...background,
      sync: async (_, signal) => {
        await Promise.all([catalog.sync(signal), accessToken?.warning()]);
      },
      maintain: () => database.maintain(),
    });
    working = true;
    await jobs.enqueue(database.db, 'sync', {});
    await slack.start();
    await background.recover();
    logger.info(
      { version: own.version, policyHash: inForce.current().hash, transport: config.slack.transport.mode },
      'ready',
    );
  }

  return {
    start: () =>
      start().catch((thrown: unknown) => {
        const { url, dataDir } = config.database;
        throw url === undefined ? explainPglite(thrown, dataDir) : thrown;
      }),
    async caughtUp() {
      while ((await catalog.freshAt()) === undefined) await delay(20);
    },
    async reload(read) {
      if (read !== undefined) secrets.take(read);
      await inForce.reload();
    },
    async stop() {
      logger.info('stopping');
      inForce.stop();
      await Promise.all([http.stop(), slack.stop(stopGrace), working && jobs.stop(stopGrace)]);
      await Promise.all([domo.stop(), product?.stop(), behind.idle()]);
      await database.close();
    },
    failed: failed.promise,
    get port() {
      return http.port;
    },
  };
}
