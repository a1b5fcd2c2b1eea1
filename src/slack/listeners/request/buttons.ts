import { actionIds, readPageValue, readRequestId } from '../../ids.ts';
import { openFormBy } from '../../views/lists.ts';
import { planPage, planView } from '../../views/plan-view.ts';
import type { Delivery } from '../delivery.ts';
import type { ListenerDeps } from '../deps.ts';
import { openOwnerForm } from '../owner/open.ts';
import { type Reply, refused } from '../reply.ts';

/** The requester takes the request back; their message then says so. */
export async function withdraw(deps: ListenerDeps, { slackId, value }: Delivery): Promise<Reply> {
  const outcome = await deps.workflow.withdraw(readRequestId(value), slackId);
  return outcome.ok ? {} : refused(outcome.refusal);
}

/** What is under way is finished, nothing more is begun; the card then says so. */
export async function stop(deps: ListenerDeps, { slackId, value }: Delivery): Promise<Reply> {
  const outcome = await deps.workflow.stop(readRequestId(value), slackId);
  return outcome.ok ? {} : refused(outcome.refusal);
}

/** `Retry failed`, `Undo`, `Hand over the rest`, and `Open the form`: each opens a form that is filled in. */
export async function followUp(
  deps: ListenerDeps,
  from: Delivery,
  purpose: 'retry' | 'undo' | 'rest' | 'again',
): Promise<Reply> {
  const requestId = readRequestId(from.value);
  const refusal = await deps.workflow.mayAsk(from.slackId, 'button');
  if (refusal !== undefined) return refused(refusal);
  const outcome = await deps.workflow.followUp(requestId, from.slackId, purpose);
  if (!outcome.ok) return refused(outcome.refusal);
  return openOwnerForm(deps, from, outcome.prefill, openFormBy(actionIds[purpose], requestId));
}

/** `View plan`: the first page, in a modal. */
export async function viewPlan(deps: ListenerDeps, { slackId, value }: Delivery): Promise<Reply> {
  const { view, ...refusal } = await planPageView(deps, slackId, readRequestId(value), 0);
  if (view === undefined) return refusal;
  const words = "The plan didn't open in time. Click `View plan` again; the full list is in the thread too.";
  return { open: { view, late: { tell: { title: 'Not shown', words, level: 'info' } } } };
}

/** `Next` and `Previous` in that modal. */
export async function turnPage(deps: ListenerDeps, { slackId, value }: Delivery): Promise<Reply> {
  const { requestId, page } = readPageValue(value);
  return planPageView(deps, slackId, requestId, page);
}

async function planPageView(deps: ListenerDeps, slackId: string, requestId: string, page: number): Promise<Reply> {
  const outcome = await deps.workflow.viewPlan(requestId, slackId);
  if (!outcome.ok) return refused(outcome.refusal);
  const items = await deps.workflow.items(requestId, page * planPage, planPage);
  return { view: planView(outcome.request, items, page) };
}
