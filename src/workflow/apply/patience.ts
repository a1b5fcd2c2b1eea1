import { loggedStop } from '../../audit/approved.ts';
import {
  DomoAccessTokenError,
  DomoCredentialsError,
  DomoError,
  DomoInstanceError,
  DomoUnavailableError,
  DomoUnexpectedError,
} from '../../domo/errors.ts';
import { retryDefaults } from '../../domo/retry.ts';
import { moveRequest, type RequestRow } from '../../store/requests.ts';
import type { Context } from '../context.ts';

/** Domo was away, or refused the app's credentials, for as long as a run may wait. */
export class DomoAway extends Error {
  readonly code = 'domo_away';

  constructor(message: string, options: { cause: unknown }) {
    super(message, options);
    this.name = 'DomoAway';
  }
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

/** Whether a failed read may well succeed in a minute. A proxy's page in place of data counts as no answer. */
export function isOutage(error: unknown): error is DomoError {
  return [DomoUnavailableError, DomoCredentialsError, DomoUnexpectedError].some((kind) => error instanceof kind);
}

/** The write surely did not reach Domo: what it shows from here on is somebody else's doing. */
export function isUndone(error: unknown): boolean {
  return error instanceof DomoCredentialsError || (error instanceof DomoUnavailableError && !error.sent);
}

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
      await ctx.audit(tx, {
        event: problem === undefined ? 'run_resumed' : 'run_paused',
        requestId: row.id,
        number: row.number,
        policyHash: ctx.policy.hash,
        detail: problem === undefined ? {} : { problem },
      });
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

  async function isStopped(): Promise<boolean> {
    return (await loggedStop(ctx.authenticEntries, ctx.database.db, row.id)) !== undefined;
  }

  async function waitUnstopped(ms: number): Promise<void> {
    await ctx.wait(ms, signal);
    if (await isStopped()) throw new CheckAgain();
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
      if (await isStopped()) break;
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

const uploadGoesOn = 'Waiting: data is being uploaded into this dataset now';

function isUpload(problem: string | null | undefined): boolean {
  return problem?.startsWith(uploadGoesOn) ?? false;
}

/** Why a run that was postponed, or stood still, for a day is given up. */
export function overdueReason({ problem }: RequestRow): string {
  return isUpload(problem)
    ? 'Stopped after a day: an upload into this dataset never ended. End or abort it in Domo, then try again.'
    : "Stopped: it couldn't be started within a day.";
}

export function uploadSentence(streamId: number): string {
  return `${uploadGoesOn} (stream ${streamId}). It continues once that ends.`;
}

/** Of a run, and of an approved request that waits for its begin. */
export const pausedByPolicy =
  'Paused: an admin paused all changes. It continues once they set `paused: false` in the policy.';

/** Whether it goes on only once somebody has mended it. */
export function needsAdmin(error: DomoError): boolean {
  return error instanceof DomoInstanceError || error instanceof DomoCredentialsError;
}

export function pauseSentence(error: DomoError): string {
  if (error instanceof DomoInstanceError) return `Paused: ${error.message}`;
  if (error instanceof DomoAccessTokenError) {
    return 'Paused: Domo rejected the admin token. It resumes once an admin sets a new one.';
  }
  if (error instanceof DomoCredentialsError) {
    return "Paused: Domo rejected the app's credentials. It resumes once an admin fixes them.";
  }
  if (error instanceof DomoUnexpectedError) {
    return "Paused: I can't understand Domo's answers. It continues automatically once I can.";
  }
  if (error.status === 429) {
    return 'Paused: Domo is limiting requests. It continues automatically.';
  }
  return "Paused: Domo isn't responding. It continues automatically once Domo does.";
}

/** Why it was given up. */
export function awayFor(error: DomoError): string {
  if (error instanceof DomoAccessTokenError) return 'Stopped after a day: Domo rejected the admin token.';
  return error instanceof DomoCredentialsError
    ? "Stopped after a day: Domo rejected the app's credentials."
    : "Stopped after a day: Domo didn't respond, or I couldn't understand its answers.";
}
