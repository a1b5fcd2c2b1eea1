import { readDetailsMetadata, readPage, readRequestId } from '../../ids.ts';
import { details } from '../../views/details.ts';
import { changeOptions, detailsPage, itemOptions, type PlanShown } from '../../views/details-plan.ts';
import { mostOptions } from '../../views/owner-options.ts';
import type { Delivery, MenuQuery } from '../delivery.ts';
import type { ListenerDeps } from '../deps.ts';
import { type Reply, refused, type Suggestions } from '../reply.ts';

/** `Details`: the first page, in a modal, never above another: it opens some itself. Of whose button it was depends who may read. */
export async function showDetails(
  deps: ListenerDeps,
  { slackId, value, message, view: clickedIn }: Delivery,
): Promise<Reply> {
  const { view, ...refusal } = await detailsView(deps, slackId, { requestId: readRequestId(value), from: message });
  if (view === undefined) return refusal;
  if (clickedIn?.type === 'modal') return { view };
  const words = "The details didn't open in time. Click `Details` again.";
  return { open: { view, late: { tell: { title: 'Not shown', words, level: 'info' } } } };
}

/** `Next` and `Previous` in that modal. */
export async function turnPage(deps: ListenerDeps, { slackId, value, view }: Delivery): Promise<Reply> {
  return detailsView(deps, slackId, { ...shownIn(view), page: readPage(value) });
}

/** What was chosen in the search stands above the page. */
export async function choosePlanItem(deps: ListenerDeps, { slackId, value, view }: Delivery): Promise<Reply> {
  return detailsView(deps, slackId, { ...shownIn(view), item: value });
}

/** A steward takes their approval back; the window then shows how the request stands. */
export async function takeBack(deps: ListenerDeps, { slackId, value, view }: Delivery): Promise<Reply> {
  const outcome = await deps.workflow.takeBackVote(readRequestId(value), slackId);
  return outcome.ok ? detailsAgain(deps, slackId, view) : refused(outcome.refusal);
}

/** The same window, as things stand now. */
export function detailsAgain(deps: ListenerDeps, slackId: string, view: Delivery['view']): Promise<Reply> {
  return detailsView(deps, slackId, shownIn(view));
}

/** What the search in a plan offers. Nothing to people who may not read it. */
export async function suggestPlanItems(deps: ListenerDeps, { slackId, query, view }: MenuQuery): Promise<Suggestions> {
  const { requestId, from } = shownIn(view);
  const asked = query.slice(0, 200);
  const found = await deps.workflow.searchPlan(requestId, slackId, { from, query: asked, limit: mostOptions });
  if (found === undefined) return { options: [] };
  return {
    options: 'items' in found ? itemOptions(found.items, found) : changeOptions(found.request, asked, mostOptions),
  };
}

interface Shown {
  requestId: string;
  from: Delivery['message'] | 'card';
  page?: number;
  /** A dataset's id, or the place of a column change. */
  item?: string | undefined;
}

function shownIn(view: Delivery['view']): Shown {
  const { fromCard, ...shown } = readDetailsMetadata(view?.private_metadata);
  return { ...shown, from: fromCard ? 'card' : undefined };
}

async function detailsView(
  deps: ListenerDeps,
  slackId: string,
  { requestId, from, page = 0, item }: Shown,
): Promise<Reply> {
  const outcome = await deps.workflow.details(requestId, slackId, from);
  if (!outcome.ok) return refused(outcome.refusal);
  const { request, viewer, life } = outcome;
  const isSchema = request.kind === 'schema';
  const shown: PlanShown = {
    page,
    items: isSchema ? [] : await deps.workflow.itemsOf(requestId, page * detailsPage, detailsPage),
    chosen: item === undefined ? undefined : isSchema ? Number(item) : await deps.workflow.itemOf(requestId, item),
  };
  return { view: details(request, viewer, { ...shown, life }) };
}
