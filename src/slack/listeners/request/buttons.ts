import type { Refusal } from '../../../change/votes/refusal.ts';
import { actionIds, readPageValue, readRequestId } from '../../ids.ts';
import { openFormBy } from '../../views/lists.ts';
import { planPage, planView } from '../../views/plan-view.ts';
import { openOwnerForm } from '../owner/open.ts';
import { type ListenerDeps, openModal, type Turn, tellPrivately, tellRefusal, updateModal } from '../turn.ts';

/** The requester takes the request back; their message then says so by itself. */
export async function withdraw(deps: ListenerDeps, turn: Turn, value: string | undefined): Promise<void> {
  const outcome = await deps.workflow.withdraw(readRequestId(value), turn.slackId);
  await turn.ack();
  if (!outcome.ok) await tellRefusal(deps, turn, outcome.refusal);
}

/** What is under way is finished, nothing more is begun; the card says so by itself. */
export async function stop(deps: ListenerDeps, turn: Turn, value: string | undefined): Promise<void> {
  const outcome = await deps.workflow.stop(readRequestId(value), turn.slackId);
  await turn.ack();
  if (!outcome.ok) await tellRefusal(deps, turn, outcome.refusal);
}

/** `Retry failed`, `Undo`, `Hand over the rest`, and `Open the form`: each opens a form that is filled in. */
export async function followUp(
  deps: ListenerDeps,
  turn: Turn,
  value: string | undefined,
  purpose: 'retry' | 'undo' | 'rest' | 'again',
): Promise<void> {
  const requestId = readRequestId(value);
  const refusal = await deps.workflow.mayAsk(turn.slackId, 'button');
  if (refusal !== undefined) return tellRefusal(deps, turn, refusal);
  const outcome = await deps.workflow.followUp(requestId, turn.slackId, purpose);
  if (!outcome.ok) return tellRefusal(deps, turn, outcome.refusal);
  await openOwnerForm(deps, turn, outcome.prefill, openFormBy(actionIds[purpose], requestId));
}

/** `View plan`: the first page, in a modal. */
export async function viewPlan(deps: ListenerDeps, turn: Turn, value: string | undefined): Promise<void> {
  const view = await planPageView(deps, turn, readRequestId(value), 0);
  if ('why' in view) return tellRefusal(deps, turn, view);
  if ((await openModal(deps, turn, view)) !== 'too late') return;
  const words =
    'Slack gave me too little time to open the plan. Press `View plan` again; the full list is in the thread too.';
  await tellPrivately(deps, turn, { title: 'Not shown', words, level: 'info' });
}

/** `Next` and `Previous` in that modal. */
export async function turnPage(deps: ListenerDeps, turn: Turn, value: string | undefined): Promise<void> {
  const { requestId, page } = readPageValue(value);
  const view = await planPageView(deps, turn, requestId, page);
  if ('why' in view) return tellRefusal(deps, turn, view);
  if (turn.modal !== undefined) await updateModal(deps, turn.modal.id, view);
}

async function planPageView(
  deps: ListenerDeps,
  turn: Turn,
  requestId: string,
  page: number,
): Promise<ReturnType<typeof planView> | Refusal> {
  const outcome = await deps.workflow.viewPlan(requestId, turn.slackId);
  if (!outcome.ok) return outcome.refusal;
  return planView(outcome.request, await deps.workflow.items(requestId, page * planPage, planPage), page);
}
