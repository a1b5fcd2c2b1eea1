import {
  DomoAccessTokenError,
  DomoCredentialsError,
  type DomoError,
  DomoInstanceError,
  DomoUnavailableError,
  DomoUnexpectedError,
} from '../../domo/errors.ts';
import type { RequestRow } from '../../store/requests.ts';

/* Why a run stands still or is given up: what counts as an outage of Domo, and the sentences that say so. */

/** Whether a failed read may well succeed in a minute. A proxy's page in place of data counts as no answer. */
export function isOutage(error: unknown): error is DomoError {
  return [DomoUnavailableError, DomoCredentialsError, DomoUnexpectedError].some((kind) => error instanceof kind);
}

/** The write surely did not reach Domo: what it shows from here on is somebody else's doing. */
export function isUndone(error: unknown): boolean {
  return error instanceof DomoCredentialsError || (error instanceof DomoUnavailableError && !error.sent);
}

const uploadGoesOn = 'Waiting: data is being uploaded into this dataset now';

/** Of a request's problem. */
export function isUpload(problem: string | null | undefined): boolean {
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
