import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { DomoCredentialsError, DomoInstanceError } from './domo/errors.ts';
import type { AccessTokenWatch } from './domo/product/token-watch.ts';
import type { CallOptions } from './domo/types.ts';
import { coerceError, StartupError } from './errors.ts';
import type { Readiness } from './http/server.ts';
import { networkReason } from './network-reason.ts';
import { databaseReason } from './store/database-problem.ts';
import type { Context } from './workflow/context.ts';

export interface ReadinessDeps {
  ctx: Pick<Context, 'database' | 'domo' | 'logger' | 'now'>;
  slack: { check(): Promise<void> };
  accessToken?: AccessTokenWatch | undefined;
}

/** How long Domo, and the database, are waited for, in ms: the app starts without Domo, and a probe of `/readyz` must be answered. */
const patience = 3_000;

/** First contact with everything outside, and whether it has been made. */
export function createReadiness({ ctx, slack, accessToken }: ReadinessDeps) {
  /** Asked once: what is asked again hides why behind that there was no time left. */
  async function domo(ask: (options: CallOptions) => Promise<unknown>): Promise<void> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error('Domo has not answered yet.')), patience);
    try {
      await ask({ signal: late.signal, priority: 'soon', once: true });
    } finally {
      clearTimeout(timer);
    }
  }

  async function database(): Promise<void> {
    const late = delay(patience, undefined, { ref: false }).then(() => {
      throw new Error('The database has not answered yet.');
    });
    await Promise.race([ctx.database.db.execute(sql`select 1`), late]);
  }

  const slackNow = remembered(ctx.now, slack.check);
  // A token that is still good says nothing of now.
  const domoNow = remembered(ctx.now, () => domo((options) => ctx.domo.datasetPage(0, options)));

  return {
    /**
     * Asks Domo who the app is. Throws `StartupError` when Domo refuses the credentials, or is another instance than the
     * database's; a Domo that is merely away is asked again by `ready`.
     */
    async firstContact(): Promise<void> {
      try {
        await domo(ctx.domo.identity);
      } catch (error) {
        if (error instanceof DomoInstanceError) throw new StartupError([error.message], error);
        if (error instanceof DomoCredentialsError) {
          throw new StartupError(
            [
              `Domo refuses DOMO_CLIENT_ID and DOMO_CLIENT_SECRET: ${error.message} Check both, and that the API client still exists.`,
            ],
            error,
          );
        }
        ctx.logger.warn({ err: coerceError(error) }, 'Domo was not reached at start; it is asked again');
      }
    },

    async ready(): Promise<Readiness> {
      const checks = {
        database: await sentence(database),
        slack: await sentence(slackNow),
        domo: await sentence(domoNow),
      };
      const ok = Object.values(checks).every((check) => check === 'reached');
      // Without the access token the app does all else.
      const warning = await accessToken?.warning();
      const told = { ...checks, ...(warning !== undefined && { accessToken: warning }) };
      // An embedded database stops when its disk is full.
      const disk = await ctx.database.freeSpace();
      if (disk === undefined) return { ok, checks: told };
      return { ok: ok && !disk.isScarce, checks: { ...told, disk: disk.text } };
    },
  };
}

/** Probes come often, and the rates of Slack and Domo are for people: an answer holds for so long, in ms. */
const remember = 15_000;

function remembered(now: () => Date, check: () => Promise<void>): () => Promise<void> {
  let until = 0;
  return async () => {
    const at = now().getTime();
    if (at < until && at > until - 2 * remember) return;
    await check();
    until = at + remember;
  };
}

async function sentence(check: () => Promise<unknown>): Promise<string> {
  try {
    await check();
    return 'reached';
  } catch (error) {
    return `not reached: ${networkReason(error) ?? databaseReason(error)}`;
  }
}
