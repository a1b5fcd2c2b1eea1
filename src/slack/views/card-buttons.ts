import type { Button, KnownBlock } from '@slack/types';
import type { RequestView } from '../../workflow/tell/request-view.ts';
import { actionIds } from '../ids.ts';
import { countOf, ownerInSentence } from '../text.ts';
import { actions, button, confirmation } from './blocks.ts';
import { nameOf, securityWords, wasRun } from './request-words.ts';
import { schemaAfterwards } from './schema-buttons.ts';
import { schemaDiffOf } from './schema-card.ts';

/** What people can do with the request as it is now. The block id changes with the state, as Slack asks of changed messages. */
export function cardButtons(request: RequestView): KnownBlock[] {
  const buttons = [...decisionButtons(request), ...planButton(request), ...runButtons(request), ...afterwards(request)];
  return buttons.length === 0 ? [] : [actions(`card:${request.state}`, ...buttons)];
}

function decisionButtons(request: RequestView): Button[] {
  const { state, fingerprint, planPosted } = request;
  if (state !== 'pending' || fingerprint === undefined) return [];
  const value = JSON.stringify({ requestId: request.id, fingerprint });
  const reject = button({ text: 'Reject', actionId: actionIds.reject, value, style: 'danger' });
  if (!planPosted) return [reject];
  const confirm = confirmation(`Approve #${request.number}?`, approvalSentence(request), 'Approve');
  return [button({ text: 'Approve', actionId: actionIds.approve, value, style: 'primary', confirm }), reject];
}

/** What, how many, risk, fingerprint: within the 300 characters of Slack's dialog. */
function approvalSentence(request: RequestView): string {
  const print = `Fingerprint ${shortFingerprint(request)}.`;
  const { from, to, items, schema } = request;
  if (request.kind === 'schema') {
    const dataset = items[0] === undefined ? 'one dataset' : nameOf(items[0], 100);
    const changes = countOf(schemaDiffOf(request).length, 'change');
    return `${changes} to the columns of ${dataset}. Risk: ${schema?.risk ?? 'not assessed'}. ${print}`;
  }
  const who = (owner: typeof from) => (owner === undefined ? 'someone' : ownerInSentence(owner));
  return `${countOf(request.total, 'dataset')} from ${who(from)} to ${who(to)}, ${securityWords(request)}. ${print}`;
}

function planButton(request: RequestView): Button[] {
  if (request.fingerprint === undefined) return [];
  return [button({ text: 'View plan', actionId: actionIds.viewPlan, value: request.id })];
}

function runButtons(request: RequestView): Button[] {
  const running = request.state === 'approved' || request.state === 'applying';
  if (!running || request.stoppedBy !== undefined) return [];
  const text = 'What is under way is finished, the rest is left as it is in Domo.';
  const confirm = confirmation(`Stop #${request.number}?`, text, 'Stop', 'danger');
  return [button({ text: 'Stop', actionId: actionIds.stop, value: request.id, style: 'danger', confirm })];
}

/** Each opens a form: nothing is written on the strength of this request. */
export function afterwards(request: RequestView): Button[] {
  const { counts, id: value } = request;
  if (request.kind === 'schema') return schemaAfterwards(request);
  if (!wasRun(request)) return [];
  const open = counts.refused + counts.unverified + counts.failed + counts.stopped;
  return [
    ...(open > 0 ? [button({ text: 'Retry failed', actionId: actionIds.retry, value })] : []),
    ...(counts.verified > 0 ? [button({ text: 'Undo', actionId: actionIds.undo, value })] : []),
    ...((request.stillOwned ?? 0) > 0 ? [button({ text: 'Hand over the rest', actionId: actionIds.rest, value })] : []),
  ];
}

/** The 7 characters that people compare. */
export function shortFingerprint({ fingerprint }: RequestView): string {
  return (fingerprint ?? 'none yet').slice(0, fingerprint === undefined ? undefined : 7);
}
