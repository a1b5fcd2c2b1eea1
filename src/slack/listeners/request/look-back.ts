import type { DatasetHit } from '../../../catalog/types.ts';
import { nameOfId } from '../../../change/owner/name-of-id.ts';
import type { HistorySubject } from '../../../workflow/tell/history.ts';
import type { ListAsked } from '../../../workflow/tell/lists.ts';
import { readHistoryValue, readListValue } from '../../ids.ts';
import type { Command } from '../../refusals.ts';
import { escapeMrkdwn, oneLine } from '../../text.ts';
import { actions } from '../../views/blocks.ts';
import { cardBody } from '../../views/card.ts';
import { detailsButton } from '../../views/card-buttons.ts';
import { datasetChoices } from '../../views/choices.ts';
import { historyMessage, historyPage, personChoices } from '../../views/history.ts';
import { longestList, requestList } from '../../views/lists.ts';
import { sentence } from '../../views/sentence.ts';
import type { CommandText, Whom } from '../command-text.ts';
import type { Delivery } from '../delivery.ts';
import type { ListenerDeps } from '../deps.ts';
import { findOwner } from '../owner/find-owner.ts';
import { type Reply, refused } from '../reply.ts';
import { linkMaker } from './links.ts';

/** As many namesakes as one answer can offer. */
const mostChoices = 20;

/** `list`, `status` and `history`, of either command. */
export async function lookBack(
  deps: ListenerDeps,
  slackId: string,
  command: Extract<CommandText, { does: 'list' | 'status' | 'history' }>,
  typed: Command,
): Promise<Reply> {
  // Who may read one request is not only for the policy to say.
  if (command.does === 'status') return status(deps, slackId, command.number, typed);
  const refusal = await deps.workflow.mayLook(slackId, typed);
  if (refusal !== undefined) return refused(refusal);
  if (command.does === 'list') return list(deps, slackId, command.asked, 0);
  if (command.person !== undefined) return historyOfPerson(deps, slackId, command.person);
  return historyOfName(deps, slackId, command.of);
}

/** `Older`, under a list. */
export async function olderInList(deps: ListenerDeps, { slackId, value }: Delivery): Promise<Reply> {
  const refusal = await deps.workflow.mayLook(slackId, 'list');
  if (refusal !== undefined) return refused(refusal);
  const { offset, ...asked } = readListValue(value);
  return list(deps, slackId, asked, offset);
}

/** `Older`, under a history; or one of several that have the name was chosen. */
export async function historyAsked(deps: ListenerDeps, { slackId, value }: Delivery): Promise<Reply> {
  const refusal = await deps.workflow.mayLook(slackId, 'history');
  if (refusal !== undefined) return refused(refusal);
  const { subject, offset } = readHistoryValue(value);
  return historyOf(deps, slackId, subject, { offset });
}

async function list(deps: ListenerDeps, slackId: string, asked: ListAsked, offset: number): Promise<Reply> {
  const page = { limit: longestList + 1, offset };
  const [requests, linkTo, insider] = await Promise.all([
    deps.workflow.listFor(slackId, asked, page),
    linkMaker(deps),
    deps.workflow.readsAll(slackId),
  ]);
  return { say: requestList(requests, linkTo, { ...asked, offset }, { insider }) };
}

async function status(deps: ListenerDeps, slackId: string, number: number, typed: Command): Promise<Reply> {
  const outcome = await deps.workflow.requestByNumber(number, slackId);
  if (!outcome.ok) return refused(outcome.refusal, typed);
  const { request } = outcome;
  const { text, blocks } = cardBody(request);
  const buttons = detailsButton(request);
  const end = buttons.length === 0 ? [] : [actions('status', ...buttons)];
  return { say: { text, blocks: [...blocks, ...end] } };
}

async function historyOfPerson(deps: ListenerDeps, slackId: string, whom: Whom): Promise<Reply> {
  if (whom.by === 'slack') return historyOf(deps, slackId, { slackId: whom.slackId });
  // Whoever Domo has forgotten may still have a history.
  if (whom.by === 'id') return historyOf(deps, slackId, { domoId: whom.id });
  const found = await findOwner(deps, whom, 'from');
  if ('problem' in found) return { say: sentence(found.problem) };
  if ('choices' in found) return { say: personChoices(found.name, found.choices) };
  return historyOf(deps, slackId, { domoId: found.hit.id });
}

/**
 * A dataset that is called exactly so, or was in any plan; else a person of exactly this name; else what is called
 * something like it.
 */
async function historyOfName(deps: ListenerDeps, slackId: string, asked: string): Promise<Reply> {
  const datasets = await datasetsCalled(deps, asked);
  const [only] = datasets;
  if (datasets.length > 1) return { say: datasetChoices(asked, datasets) };
  if (only !== undefined) return historyOf(deps, slackId, { datasetId: only.id });
  const person = await findOwner(deps, { by: 'name', name: asked }, 'from');
  const isNamedSo = 'hit' in person && person.hit.name.trim().toLowerCase() === asked.trim().toLowerCase();
  if (isNamedSo) return historyOf(deps, slackId, { domoId: person.hit.id });
  const similar = await deps.catalog.searchDatasets(asked, { limit: mostChoices });
  const [nearest] = similar;
  if (similar.length > 1) return { say: datasetChoices(asked, similar) };
  if (nearest !== undefined) return historyOf(deps, slackId, { datasetId: nearest.id });
  if ('hit' in person) return historyOf(deps, slackId, { domoId: person.hit.id });
  if ('choices' in person) return { say: personChoices(person.name, person.choices) };
  // A dataset that Domo has no more, by its id.
  const shown = escapeMrkdwn(oneLine(asked));
  const none = `No dataset or person is called “${shown}”, and no request names it. Check the name, or use an ID.`;
  return historyOf(deps, slackId, { datasetId: asked.trim().toLowerCase() }, { none });
}

async function datasetsCalled(deps: ListenerDeps, asked: string): Promise<Pick<DatasetHit, 'id' | 'name'>[]> {
  const [[found], once] = await Promise.all([
    deps.catalog.resolveDatasets([asked]),
    deps.workflow.onceCalled(asked, mostChoices),
  ]);
  const byId = new Map(once.map(({ id, name }) => [id, { id, name }]));
  for (const { id, name } of found?.hits ?? []) byId.set(id, { id, name });
  return [...byId.values()];
}

/** `none`: what to say where there is nothing. */
async function historyOf(
  deps: ListenerDeps,
  slackId: string,
  subject: HistorySubject,
  { offset = 0, none }: { offset?: number; none?: string } = {},
): Promise<Reply> {
  const [history, linkTo] = await Promise.all([
    deps.workflow.history(slackId, subject, { limit: historyPage, offset }),
    linkMaker(deps),
  ]);
  const name = await nameOf(deps, subject, history.entries[0]?.item?.datasetName);
  return { say: historyMessage({ name, subject, history, offset, viewerId: slackId, none }, linkTo) };
}

/** As it is called now; what Domo has no more, as the newest request called it. */
async function nameOf(deps: ListenerDeps, subject: HistorySubject, then: string | undefined): Promise<string> {
  if ('slackId' in subject) return (await deps.client.directory.member(subject.slackId)).name;
  if ('domoId' in subject) return (await deps.catalog.owner(subject.domoId))?.name ?? nameOfId(subject.domoId);
  const now = await deps.catalog.dataset(subject.datasetId);
  return now?.name ?? then ?? subject.datasetId;
}
