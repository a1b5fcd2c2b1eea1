import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { startSlack } from '../../sandbox/slack/start-slack.ts';
import { sandboxPolicy } from '../../sandbox/stage.ts';
import { type AuditHead, appendAudit, auditHead, noEntries } from '../../src/audit/append.ts';
import { proveApproval } from '../../src/audit/approved.ts';
import { authenticEntries } from '../../src/audit/authentic-entries.ts';
import { createJobs } from '../../src/jobs/pg-boss.ts';
import { createLogger } from '../../src/logger.ts';
import { parsePolicy } from '../../src/policy.ts';
import { createSlackClient } from '../../src/slack/client.ts';
import type { Handle } from '../../src/store/database.ts';
import { type Context, usualTiming } from '../../src/workflow/context.ts';
import { startHarness, stopHarnesses } from '../catalog/harness.ts';
import { hurried, minuteMs } from '../support/hurried.ts';

export interface Workbench {
  /** What use cases work with, where no job is ever taken: what a test does not run does not run. */
  ctx: Context;
  domo: Awaited<ReturnType<typeof startHarness>>['server'];
  close(): Promise<void>;
}

/** The real client, catalog, jobs and log on a fresh database, between the sandbox's Slack and Domo. */
export async function startWorkbench(): Promise<Workbench> {
  const slack = await startSlack({ minuteMs });
  const { db: database, domo, catalog, server } = await startHarness();
  const logger = createLogger({ level: 'silent' });
  const jobs = createJobs(database, { logger });
  await jobs.start();
  const now = () => new Date();
  const transport = { mode: 'socket' as const, appToken: slack.appToken };
  const config = { botToken: slack.botToken, apiUrl: slack.apiUrl, transport };
  const { notifier, directory } = createSlackClient({ config, logger, now, limits: hurried.slack });
  const parsed = parsePolicy(sandboxPolicy);
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
  const { policy } = parsed;
  const heads = new WeakMap<Handle, AuditHead>();
  const append: Context['audit'] = (tx, entries, beside) => appendAudit(tx, entries, { now: now(), heads }, beside);
  const ctx: Context = {
    database,
    enqueue: jobs.enqueue,
    domo,
    catalog,
    notifier,
    directory,
    policy,
    policyNow: () => policy,
    latestPolicy: async () => policy,
    audit: append,
    auditOfRun: append,
    beginTurn: (tx, head) => void heads.set(tx, head ?? noEntries),
    auditHead: async () => (await auditHead(database.db)).hash,
    authenticEntries,
    proveApproval: (reader, row) => proveApproval(reader, row, undefined),
    onTransition: () => undefined,
    logLater: (entry) => void database.transaction((tx) => append(tx, entry)),
    logger,
    now,
    newId: randomUUID,
    wait: (ms, signal) => delay(ms, undefined, { signal }),
    timing: usualTiming,
    concurrency: 4,
  };
  return {
    ctx,
    domo: server,
    async close() {
      await jobs.stop(1_000);
      await slack.close();
      await stopHarnesses();
    },
  };
}
