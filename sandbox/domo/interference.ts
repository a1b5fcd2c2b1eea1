import { setTimeout as delay } from 'node:timers/promises';
import type { FaultedCall, Faults, When } from './faults.ts';
import { ApiError, errorReply, htmlPage, type Reply } from './reply.ts';

/** What happens to a call in place of its answer: another answer, silence, or a broken connection. */
export type Interference = Reply | 'hang' | 'reset' | 'endless' | 'endless, packed';

/** The faults that strike a call before or after it has had its effect. */
export async function interfere(faults: Faults, call: FaultedCall, when: When): Promise<Interference | undefined> {
  if (when === 'before') {
    const slow = faults.strike('slow', call);
    if (slow) await delay(slow.ms);
  }
  if (faults.strike('hang', call, when)) return 'hang';
  if (faults.strike('reset', call, when)) return 'reset';
  const endless = when === 'before' && faults.strike('endless', call);
  if (endless) return endless.packed ? 'endless, packed' : 'endless';
  const redirect = when === 'before' && faults.strike('redirect', call);
  if (redirect) return { status: redirect.status ?? 307, headers: { Location: redirect.to } };
  const status = faults.strike('status', call, when);
  if (!status) return undefined;
  const headers: Record<string, string> = status.retryAfter === undefined ? {} : { 'Retry-After': status.retryAfter };
  if (status.body === 'html') return { status: status.status, text: htmlPage(status.status), headers };
  if (status.body === 'empty') return { status: status.status, headers };
  const message = status.status === 429 ? 'Too Many Requests' : 'An unexpected error occurred';
  return errorReply(new ApiError(status.status, message, { headers }), call.path);
}

/** An answer as it arrives, where something on the way changes it. */
export function onTheWay(faults: Faults, call: FaultedCall, sent: Interference): Interference {
  if (typeof sent === 'string' || sent.status >= 300) return sent;
  const edited = faults.strike('edited', call);
  const wrong = faults.strike('wrong_length', call);
  const json = edited ? edited.edit(sent.json) : sent.json;
  const length = wrong && Buffer.byteLength(JSON.stringify(json)) + wrong.by;
  return { ...sent, json, headers: { ...sent.headers, ...(length && { 'Content-Length': String(length) }) } };
}
