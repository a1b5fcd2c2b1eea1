import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { newestPolicy } from './audit/append.ts';
import { isAuthentic } from './audit/chain.ts';
import type { Policy } from './change/types.ts';
import { coerceError, StartupError } from './errors.ts';
import { loadPolicy, type PolicyResult, parsePolicy } from './policy.ts';
import type { Context } from './workflow/context.ts';

export interface PolicyInForce {
  current(): Policy;
  /** Takes over what another process has put in force, and resolves to it. */
  latest(): Promise<Policy>;
  /**
   * Puts the policy that the process was started with in force where no other process lives, else takes over what is; looks
   * for another one until `stop`. Throws `StartupError` when what is in force is not understood here.
   */
  start(): Promise<void>;
  /** Reads the file now and puts it in force. A wrong one is refused in the log, and the one before it stays. */
  reload(): Promise<void>;
  stop(): void;
}

export interface PolicyInForceDeps {
  ctx: Pick<Context, 'database' | 'auditOfRun' | 'logger'>;
  auditKey: string | undefined;
  first: Policy;
  /** Undefined: there is no file, as where a test gives the policy. */
  file: string | undefined;
  /** Another policy is in force than before, by this process or another. Called again where it throws. */
  onChange: () => Promise<void>;
  /** Between two looks, in ms. A file counts once it was the same at two of them: it may be half written. */
  every?: number;
}

/**
 * The policy that all processes go by: the one of the newest `policy_loaded` entry. A process puts its file's in force when
 * the file changes while it runs, when it is told to, and at start where it is alone; else it takes over what another one has
 * put in force. A wrong file is refused in words, and the policy before it stays.
 */
export function createPolicyInForce({
  ctx,
  auditKey,
  first,
  file,
  onChange,
  every = 1_000,
}: PolicyInForceDeps): PolicyInForce {
  let policy = first;
  /** The text of the file that was taken or refused last, and the one that waits to be seen a second time. */
  let known = first.text;
  let fresh: string | undefined;
  /** Of the policy that what people see goes by. */
  let shown: string | undefined;
  const stopping = new AbortController();

  async function publish(next: Policy): Promise<void> {
    await ctx.database.transaction((tx) =>
      ctx.auditOfRun(tx, { event: 'policy_loaded', policyHash: next.hash, detail: { text: next.text } }),
    );
    policy = next;
  }

  async function publishFile(read: PolicyResult): Promise<void> {
    if (!read.ok) {
      ctx.logger.error({ problems: read.problems }, 'the new policy is refused; the one before it stays in force');
      return;
    }
    known = read.policy.text;
    // All processes may see the same file change.
    if ((await adopt()).hash === read.policy.hash) {
      ctx.logger.info({ policyHash: policy.hash }, 'this policy is in force already');
      return;
    }
    await publish(read.policy);
    ctx.logger.info({ policyHash: policy.hash }, 'a new policy is in force');
  }

  async function lookAtFile(path: string): Promise<void> {
    const text = await readFile(path, 'utf8');
    if (text === known) return;
    if (text !== fresh) {
      fresh = text;
      return;
    }
    known = text;
    await publishFile(parsePolicy(text));
  }

  /** Throws `StartupError` when what another process has put in force is not understood here. */
  async function adopt(): Promise<Policy> {
    const newest = await newestPolicy(ctx.database.db);
    if (newest === undefined || newest.policyHash === policy.hash) return policy;
    if (!isAuthentic(newest, auditKey)) {
      throw new StartupError([
        `The policy in force isn't one that this app put there: entry ${newest.seq} of the audit log was changed, or written with another AUDIT_KEY. Check it with \`npm run audit -- verify\`.`,
      ]);
    }
    const read = parsePolicy(String(newest.detail.text));
    if (!read.ok) {
      throw new StartupError([
        "This release doesn't understand the policy that another process has put in force. Start the release that it runs.",
        ...read.problems,
      ]);
    }
    policy = read.policy;
    ctx.logger.info({ policyHash: policy.hash }, "another process's policy is in force");
    return policy;
  }

  async function orWarn(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      ctx.logger.warn({ err: coerceError(thrown) }, 'the policy could not be looked at; the one in force stays');
    }
  }

  async function look(): Promise<void> {
    if (file !== undefined) await lookAtFile(file);
    await adopt();
    if (policy.hash === shown) return;
    await onChange();
    shown = policy.hash;
  }

  async function watch(): Promise<void> {
    while (!stopping.signal.aborted) {
      await delay(every, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      if (!stopping.signal.aborted) await orWarn(look);
    }
  }

  return {
    current: () => policy,
    latest: adopt,
    async start() {
      await ctx.database.join(() => publish(first));
      if ((await adopt()).hash !== first.hash) {
        ctx.logger.warn(
          { policyHash: policy.hash, file },
          "another process is running, and its policy is in force instead of this one's; change the file, or send SIGHUP, to put this one in force",
        );
      }
      shown = policy.hash;
      void watch();
    },
    async reload() {
      if (file !== undefined) await orWarn(async () => publishFile(await loadPolicy(file)));
    },
    stop: () => stopping.abort(),
  };
}
