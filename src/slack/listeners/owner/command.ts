import type { Owners } from '../../ids.ts';
import type { Command } from '../../refusals.ts';
import { escapeMrkdwn, oneLine } from '../../text.ts';
import { actions } from '../../views/blocks.ts';
import { cardBody, type Message } from '../../views/card.ts';
import { detailsButton } from '../../views/card-buttons.ts';
import { help } from '../../views/help.ts';
import { datasetChoices, longestList, openFormButton, ownerChoices, requestList, sentence } from '../../views/lists.ts';
import type { Delivery } from '../delivery.ts';
import type { ListenerDeps } from '../deps.ts';
import { type Reply, refused } from '../reply.ts';
import { linkMaker } from '../request/links.ts';
import { type OwnerCommand, readOwnerCommand, unescaped, type Whom } from './command-text.ts';
import { findOwner } from './find-owner.ts';
import { openOwnerForm } from './open.ts';

/** `/domo-owner` with whatever stands behind it. */
export async function ownerCommand(deps: ListenerDeps, from: Delivery): Promise<Reply> {
  const command = readOwnerCommand(from.text);
  if (command.does === 'help') return { say: help() };
  if (command.does === 'explain') return { say: help(command.problem) };
  if (command.does === 'open' && command.people.length === 0) return openOwnerForm(deps, from);
  const may = command.does === 'open' ? deps.workflow.mayAsk : deps.workflow.mayLook;
  const refusal = await may(from.slackId, '/domo-owner');
  if (refusal !== undefined) return refused(refusal);
  if (command.does === 'open') return openFor(deps, from, command.people);
  return tellAbout(deps, from.slackId, command);
}

/** `list`, `status` and `history`, of either command, for someone who may look. */
export async function tellAbout(
  deps: ListenerDeps,
  slackId: string,
  command: Extract<OwnerCommand, { does: 'list' | 'status' | 'history' }>,
  typed: Command = '/domo-owner',
): Promise<Reply> {
  if (command.does === 'list') return list(deps, slackId);
  if (command.does === 'status') return status(deps, command.number, typed);
  return history(deps, command.dataset);
}

/** The present owner first, then the new one. Who is not found leaves their field empty, and the form says so. */
async function openFor(deps: ListenerDeps, delivery: Delivery, [from, to]: Whom[]): Promise<Reply> {
  const found = {
    from: from === undefined ? undefined : await findOwner(deps, from, 'from'),
    to: to === undefined ? undefined : await findOwner(deps, to, 'to'),
  };
  const owners: Owners = { fromId: hitId(found.from), toId: hitId(found.to) };
  for (const role of ['from', 'to'] as const) {
    const each = found[role];
    if (each === undefined || !('choices' in each)) continue;
    const choose = (id: number) => (role === 'from' ? { ...owners, fromId: id } : { ...owners, toId: id });
    return { say: ownerChoices(each.name, each.choices, (hit) => choose(hit.id)) };
  }
  const problems = [found.from, found.to].flatMap((each) => (each !== undefined && 'problem' in each ? [each] : []));
  if (problems.length === 0) return openOwnerForm(deps, delivery, owners);
  // One word that is nobody's name was perhaps meant as a subcommand.
  if (from?.by === 'name' && to === undefined) {
    const typed = escapeMrkdwn(oneLine(unescaped(delivery.text)));
    return { say: help(`I don't know “${typed}”: it's not a command, and no one in Domo has that name.`) };
  }
  const words = problems.map((each) => each.problem).join('\n');
  return { say: sentence(words, [openFormButton(owners)]) };
}

function hitId(found: Awaited<ReturnType<typeof findOwner>> | undefined): number | undefined {
  return found !== undefined && 'hit' in found ? found.hit.id : undefined;
}

async function list(deps: ListenerDeps, slackId: string): Promise<Reply> {
  const [requests, linkTo] = await Promise.all([deps.workflow.listFor(slackId, longestList + 1), linkMaker(deps)]);
  return { say: requestList('Open requests, and yours', requests, 'No request is open.', linkTo) };
}

async function status(deps: ListenerDeps, number: number, typed: Command): Promise<Reply> {
  const request = await deps.workflow.byNumber(number);
  if (request === undefined) return refused({ why: 'no_such_request', number }, typed);
  const { text, blocks } = cardBody(request);
  const buttons = detailsButton(request);
  const end = buttons.length === 0 ? [] : [actions('status', ...buttons)];
  return { say: { text, blocks: [...blocks, ...end] } };
}

async function history(deps: ListenerDeps, asked: string): Promise<Reply> {
  const [found] = await deps.catalog.resolveDatasets([asked]);
  const exact = found?.hits ?? [];
  const hits = exact.length > 0 ? exact : await deps.catalog.searchDatasets(asked, { limit: 20 });
  const [only] = hits;
  if (hits.length > 1) return { say: datasetChoices(asked, hits) };
  // A dataset that was deleted since may still have a history: by its id.
  if (only !== undefined) return { say: await historyMessage(deps, only.id, only.name) };
  const shown = escapeMrkdwn(oneLine(asked));
  const unknown = `No dataset is called “${shown}”, and no request names it. Check the name, or use the dataset's ID.`;
  return { say: await historyMessage(deps, asked, asked, unknown) };
}

/** One of several datasets of a name was chosen, by its id. */
export async function chosenHistory(deps: ListenerDeps, { slackId, value = '' }: Delivery): Promise<Reply> {
  const refusal = await deps.workflow.mayLook(slackId, 'history');
  if (refusal !== undefined) return refused(refusal);
  const name = (await deps.catalog.dataset(value))?.name ?? value;
  return { say: await historyMessage(deps, value, name) };
}

/** What was asked for one dataset. `none`: what to say where that is nothing. */
async function historyMessage(
  deps: ListenerDeps,
  datasetId: string,
  name: string,
  none = `No requests for “${escapeMrkdwn(oneLine(name))}” yet.`,
): Promise<Message> {
  const [requests, linkTo] = await Promise.all([deps.workflow.history(datasetId, longestList + 1), linkMaker(deps)]);
  return requestList(`History of ${escapeMrkdwn(oneLine(name))}`, requests, none, linkTo);
}
