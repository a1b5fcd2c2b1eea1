import { actionIds, readPageValue, readRequestId } from '../../ids.ts';
import { details, detailsPage } from '../../views/details.ts';
import { openFormBy } from '../../views/lists.ts';
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

/** A steward takes their approval back; the window then shows how the request stands. */
export async function takeBack(deps: ListenerDeps, { slackId, value }: Delivery): Promise<Reply> {
  const requestId = readRequestId(value);
  const outcome = await deps.workflow.takeBack(requestId, slackId);
  return outcome.ok ? detailsPageView(deps, slackId, requestId, 0) : refused(outcome.refusal);
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
  const { prefill, follows, rejection } = outcome;
  return openOwnerForm(deps, from, { ...prefill, follows, rejection }, openFormBy(actionIds[purpose], requestId));
}

/** `Details`: the first page, in a modal. */
export async function showDetails(deps: ListenerDeps, { slackId, value }: Delivery): Promise<Reply> {
  const { view, ...refusal } = await detailsPageView(deps, slackId, readRequestId(value), 0);
  if (view === undefined) return refusal;
  const words = "The details didn't open in time. Click `Details` again.";
  return { open: { view, late: { tell: { title: 'Not shown', words, level: 'info' } } } };
}

/** `Next` and `Previous` in that modal. */
export async function turnPage(deps: ListenerDeps, { slackId, value }: Delivery): Promise<Reply> {
  const { requestId, page } = readPageValue(value);
  return detailsPageView(deps, slackId, requestId, page);
}

/** A page of `Details` in the place of what the modal shows. */
export async function detailsPageView(
  deps: ListenerDeps,
  slackId: string,
  requestId: string,
  page: number,
): Promise<Reply> {
  const outcome = await deps.workflow.details(requestId, slackId);
  if (!outcome.ok) return refused(outcome.refusal);
  const items = await deps.workflow.items(requestId, page * detailsPage, detailsPage);
  return { view: details(outcome.request, outcome.viewer, items, page) };
}
