import { DomoError, DomoUnavailableError } from '../../domo/errors.ts';
import { retryDefaults } from '../../domo/retry.ts';
import { moveRequest, type RequestRow } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import { entryOf } from '../entry.ts';
import { isStopped } from '../stopped.ts';
import { awayFor, isOutage, isUpload, needsAdmin, pausedByPolicy, pauseSentence } from './pauses.ts';

/** Domo was away, or refused the app's credentials, for as long as a run may wait. */
export class DomoAway extends Error {
  override readonly name = 'DomoAway';
}

/** The run waited for Domo: what may forbid another write must be checked again. */
export class CheckAgain extends Error {}

/** Nothing can be written now, for a reason that may last for hours: the run ends, and its job comes back to it. */
export class Postponed extends Error {}

/** A call that Domo answers where it answers anything. */
type Probe = () => Promise<unknown>;

/** Waits out a Domo that is away, for one run: the card says so while it lasts. */
export interface Patience {
  /**
   * Makes a call again until Domo answers it. While Domo answers nothing at all the run stands still, for `giveUpAfter`
   * at the most; when it is only this call that fails, the third failure is thrown as it is, unless the run is `lost
   * without` it: then it stands still as well. Whether Domo answers at all is asked of the public API; for a call of the other
   * one, a `Probe` asks that. Throws `DomoAway`, `CheckAgain` once someone clicked `Stop`, and what is no outage.
   */
  through<T>(call: () => Promise<T>, lost?: 'lost without' | Probe): Promise<T>;
  /** Waits once for an outage to pass: for a write, which must not just be made again. Throws as `through` does. */
  sitOut(outage: DomoError): Promise<void>;
  /** Waits for `ms`, or as long as Domo asks for, where only one write is not taken. Throws `CheckAgain` as `through` does. */
  waitFor(ms: number, outage: DomoError): Promise<void>;
  /** Stands still while the policy says `paused`, and shows it; until someone clicked `Stop`, or a day is over. */
  whilePaused(): Promise<void>;
  /** Says why the run stands still, and ends it for now, so that nobody's run waits behind it. Throws `Postponed`. */
  postpone(why: string): Promise<never>;
  /** What it was postponed for is over. */
  resumed(): Promise<void>;
  /** Whether an outage was waited out since `checked` was called. */
  waited(): boolean;
  /** What may forbid another write was just checked. */
  checked(): void;
}

const triesOfOneCall = 3;

/** When a run gives up what it has not started. */
export function deadlineOf(ctx: Context, row: RequestRow): number {
  return (row.startedAt ?? ctx.now()).getTime() + ctx.timing.giveUpAfter;
}

export function createPatience(ctx: Context, row: RequestRow, signal: AbortSignal): Patience {
  const deadline = deadlineOf(ctx, row);
  let paused = row.problem ?? undefined;
  let waited = false;

  async function show(problem: string | undefined, isForAdmin = false): Promise<void> {
    if (paused === problem) return;
    paused = problem;
    await ctx.database.transaction(async (tx) => {
      if ((await moveRequest(tx, row.id, 'applying', { problem: problem ?? null })) === undefined) return;
      const event = problem === undefined ? 'run_resumed' : 'run_paused';
      await ctx.audit(tx, entryOf(ctx, row, event, problem === undefined ? {} : { problem }));
      await ctx.enqueue(tx, 'paint', { requestId: row.id });
      if (isForAdmin) await ctx.enqueue(tx, 'tell', { requestId: row.id, about: 'paused' });
    });
  }

  /** Whether Domo answers at all: a refusal counts too. */
  async function domoAnswers(probe: Probe = () => ctx.domo.datasetPage(0, { signal })): Promise<boolean> {
    try {
      await probe();
      return true;
    } catch (error) {
      if (!(error instanceof DomoError)) throw error;
      return !isOutage(error);
    }
  }

  async function sitOut(outage: DomoError): Promise<void> {
    if (ctx.now().getTime() >= deadline) throw new DomoAway(awayFor(outage), { cause: outage });
    await show(pauseSentence(outage), needsAdmin(outage));
    waited = true;
    await waitUnstopped(ctx.timing.outagePause);
  }

  async function waitFor(ms: number, outage: DomoError): Promise<void> {
    const asked = outage instanceof DomoUnavailableError ? (outage.retryAfterMs ?? 0) : 0;
    await waitUnstopped(Math.max(ms, Math.min(asked, retryDefaults.retryAfterCapMs)));
  }

  async function waitUnstopped(ms: number): Promise<void> {
    await ctx.wait(ms, signal);
    if (await isStopped(ctx, row.id)) throw new CheckAgain();
  }

  async function through<T>(call: () => Promise<T>, lost?: 'lost without' | Probe): Promise<T> {
    for (let failures = 0; ; ) {
      try {
        const result = await call();
        if (!isUpload(paused)) await show(undefined);
        return result;
      } catch (error) {
        if (signal.aborted || !isOutage(error)) throw error;
        if (lost !== 'lost without' && (await domoAnswers(lost))) {
          failures += 1;
          if (failures >= triesOfOneCall) throw error;
          await ctx.wait(ctx.timing.outagePause, signal);
        } else {
          await sitOut(error);
        }
      }
    }
  }

  async function whilePaused(): Promise<void> {
    while (ctx.policyNow().paused && ctx.now().getTime() < deadline) {
      if (await isStopped(ctx, row.id)) break;
      await show(pausedByPolicy, true);
      await ctx.wait(ctx.timing.outagePause, signal);
    }
    if (paused === pausedByPolicy) await show(undefined);
  }

  async function postpone(why: string): Promise<never> {
    await show(why);
    throw new Postponed(why);
  }

  const checked = () => {
    waited = false;
  };
  return {
    through,
    sitOut,
    waitFor,
    whilePaused,
    postpone,
    resumed: () => show(undefined),
    waited: () => waited,
    checked,
  };
}
