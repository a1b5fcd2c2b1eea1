import { WebAPIPlatformError, WebAPIRequestError } from '@slack/web-api';
import { coerceError } from '../errors.ts';
import { networkReason } from '../network-reason.ts';

/** No answer came at all, so that nothing is known of the token. */
export function isUnreachable(thrown: unknown): boolean {
  return thrown instanceof WebAPIRequestError;
}

/** What went wrong with a call to Slack, as a sentence. */
export function explain(thrown: unknown): string {
  if (thrown instanceof WebAPIPlatformError) return `Slack says ${thrown.data.error}.`;
  if (thrown instanceof WebAPIRequestError) {
    return `Slack can't be reached: ${networkReason(thrown) ?? thrown.original.message}.`;
  }
  return `${coerceError(thrown).message}.`;
}
