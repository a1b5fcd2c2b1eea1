import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { and, desc, eq, gt, lte } from 'drizzle-orm';
import { auditHead } from './audit/append.ts';
import type { Policy } from './change/types.ts';
import { coerceError } from './errors.ts';
import { parsePolicy } from './policy.ts';
import { audit } from './store/tables.ts';
import type { Context } from './workflow/context.ts';

export interface PolicyInForce {
  current(): Policy;
  /** Puts the policy that the process was started with in force, and looks for another one until `stop`. */
  start(): Promise<void>;
  stop(): void;
}

export interface PolicyInForceDeps {
  ctx: Pick<Context, 'database' | 'audit' | 'logger'>;
  first: Policy;
  /** Undefined: there is no file, as where a test gives the policy. */
  file: string | undefined;
  /** Between two looks, in ms. A file counts once it was the same at two of them: it may be half written. */
  every?: number;
}

/**
 * The policy that all processes go by: the one of the newest `policy_loaded` entry. A process puts its file's in force when
 * the file changes while it runs, and takes over what another one has put in force. A wrong file is refused in words, and the
 * policy before it stays.
 */
export function createPolicyInForce({ ctx, first, file, every = 1_000 }: PolicyInForceDeps): PolicyInForce {
  let policy = first;
  /** The text that was taken or refused last, and the one that waits to be seen a second time. */
  let known = first.text;
  let fresh: string | undefined;
  /** The newest entry of the log that was looked at. */
  let seen = 0;
  const stopping = new AbortController();

  async function publish(next: Policy): Promise<void> {
    policy = next;
    await ctx.database.transaction((tx) =>
      ctx.audit(tx, { event: 'policy_loaded', policyHash: next.hash, detail: { text: next.text } }),
    );
  }

  async function lookAtFile(path: string): Promise<void> {
    const text = await readFile(path, 'utf8');
    if (text === known) return;
    if (text !== fresh) {
      fresh = text;
      return;
    }
    known = text;
    const read = parsePolicy(text);
    if (!read.ok) {
      ctx.logger.error({ problems: read.problems }, 'the new policy is refused; the one before it stays in force');
      return;
    }
    await publish(read.policy);
    ctx.logger.info({ policyHash: read.policy.hash }, 'a new policy is in force');
  }

  /** What another process has put in force. */
  async function adopt(): Promise<void> {
    const head = await auditHead(ctx.database.db);
    if (head.seq === seen) return;
    const [newest] = await ctx.database.db
      .select({ hash: audit.policyHash, detail: audit.detail })
      .from(audit)
      // Only what came since the last look: the log may have millions of entries, and this is asked every second.
      .where(and(gt(audit.seq, seen), lte(audit.seq, head.seq), eq(audit.event, 'policy_loaded')))
      .orderBy(desc(audit.seq))
      .limit(1);
    seen = head.seq;
    if (newest === undefined || newest.hash === policy.hash) return;
    const read = parsePolicy(String(newest.detail.text));
    // Which only a newer release could have written.
    if (!read.ok)
      return ctx.logger.error({ problems: read.problems }, 'another process has a policy that is not understood here');
    policy = read.policy;
    ctx.logger.info({ policyHash: policy.hash }, "another process's policy is in force");
  }

  async function look(): Promise<void> {
    try {
      if (file !== undefined) await lookAtFile(file);
      await adopt();
    } catch (thrown) {
      ctx.logger.warn({ err: coerceError(thrown) }, 'the policy could not be looked at; the one in force stays');
    }
  }

  async function watch(): Promise<void> {
    while (!stopping.signal.aborted) {
      await delay(every, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      if (!stopping.signal.aborted) await look();
    }
  }

  return {
    current: () => policy,
    async start() {
      await publish(first);
      seen = (await auditHead(ctx.database.db)).seq;
      void watch();
    },
    stop: () => stopping.abort(),
  };
}
