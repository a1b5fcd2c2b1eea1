import type { Owners } from '../../ids.ts';
import type { Command } from '../../refusals.ts';
import { escapeMrkdwn, oneLine, withoutMarkup } from '../../text.ts';
import { cardBody, type Message } from '../../views/card.ts';
import { help } from '../../views/help.ts';
import { datasetChoices, longestList, openFormButton, ownerChoices, requestList, sentence } from '../../views/lists.ts';
import { linkMaker } from '../request/links.ts';
import { type ListenerDeps, sayPrivately, type Turn, tellRefusal } from '../turn.ts';
import { type OwnerCommand, readOwnerCommand, unescaped, type Whom } from './command-text.ts';
import { findOwner } from './find-owner.ts';
import { openOwnerForm } from './open.ts';

/** `/domo-owner` with whatever stands behind it. */
export async function ownerCommand(deps: ListenerDeps, turn: Turn, text: string): Promise<void> {
  const command = readOwnerCommand(text);
  if (command.does === 'help') return sayPrivately(deps, turn, help());
  if (command.does === 'explain') return sayPrivately(deps, turn, help(command.problem));
  if (command.does === 'open' && command.people.length === 0) return openOwnerForm(deps, turn);
  const may = command.does === 'open' ? deps.workflow.mayAsk : deps.workflow.mayLook;
  const refusal = await may(turn.slackId, '/domo-owner');
  if (refusal !== undefined) return tellRefusal(deps, turn, refusal);
  if (command.does === 'open') return openFor(deps, turn, command.people, text);
  return tellAbout(deps, turn, command);
}

/** `list`, `status` and `history`, of either command, for someone who may look. */
export async function tellAbout(
  deps: ListenerDeps,
  turn: Turn,
  command: Extract<OwnerCommand, { does: 'list' | 'status' | 'history' }>,
  typed: Command = '/domo-owner',
): Promise<void> {
  if (command.does === 'list') return list(deps, turn);
  if (command.does === 'status') return status(deps, turn, command.number, typed);
  return history(deps, turn, command.dataset);
}

/** The present owner first, then the new one. Who is not found leaves their field empty, and the form says so. */
async function openFor(deps: ListenerDeps, turn: Turn, [from, to]: Whom[], text: string): Promise<void> {
  const found = {
    from: from === undefined ? undefined : await findOwner(deps, from, 'from'),
    to: to === undefined ? undefined : await findOwner(deps, to, 'to'),
  };
  const owners: Owners = { fromId: hitId(found.from), toId: hitId(found.to) };
  for (const role of ['from', 'to'] as const) {
    const each = found[role];
    if (each === undefined || !('choices' in each)) continue;
    const choose = (id: number) => (role === 'from' ? { ...owners, fromId: id } : { ...owners, toId: id });
    return sayPrivately(
      deps,
      turn,
      ownerChoices(each.name, each.choices, (hit) => choose(hit.id)),
    );
  }
  const problems = [found.from, found.to].flatMap((each) => (each !== undefined && 'problem' in each ? [each] : []));
  if (problems.length === 0) return openOwnerForm(deps, turn, owners);
  // One word that is nobody's name was perhaps meant as a subcommand.
  if (from?.by === 'name' && to === undefined) {
    return sayPrivately(
      deps,
      turn,
      help(`“${escapeMrkdwn(oneLine(unescaped(text)))}” is no subcommand, and nobody in Domo is called so.`),
    );
  }
  const words = problems.map((each) => each.problem).join('\n');
  await sayPrivately(deps, turn, sentence(words, [openFormButton(owners)]));
}

function hitId(found: Awaited<ReturnType<typeof findOwner>> | undefined): number | undefined {
  return found !== undefined && 'hit' in found ? found.hit.id : undefined;
}

async function list(deps: ListenerDeps, turn: Turn): Promise<void> {
  const [requests, linkTo] = await Promise.all([deps.workflow.listFor(turn.slackId, longestList + 1), linkMaker(deps)]);
  await sayPrivately(deps, turn, requestList('Open requests, and yours', requests, 'No request is open.', linkTo));
}

async function status(deps: ListenerDeps, turn: Turn, number: number, typed: Command): Promise<void> {
  const request = await deps.workflow.byNumber(number);
  if (request === undefined) return tellRefusal(deps, turn, { why: 'no_such_request', number }, typed);
  const link = (await linkMaker(deps))(request);
  const shown = cardBody(request, 'plain');
  const end = link === undefined ? [] : sentence(`<${link}|Go to the card>`).blocks;
  await sayPrivately(deps, turn, { text: withoutMarkup(shown.text), blocks: [...shown.blocks, ...end] });
}

async function history(deps: ListenerDeps, turn: Turn, asked: string): Promise<void> {
  const [found] = await deps.catalog.resolveDatasets([asked]);
  const exact = found?.hits ?? [];
  const hits = exact.length > 0 ? exact : await deps.catalog.searchDatasets(asked, { limit: 20 });
  const [only] = hits;
  if (hits.length > 1) return sayPrivately(deps, turn, datasetChoices(asked, hits));
  // A dataset that was deleted since may still have a history: by its id.
  if (only !== undefined) return sayPrivately(deps, turn, await historyMessage(deps, only.id, only.name));
  const shown = escapeMrkdwn(oneLine(asked));
  const unknown = `No dataset here is called “${shown}”, and no request has named it. Check the name, or give the dataset's id.`;
  await sayPrivately(deps, turn, await historyMessage(deps, asked, asked, unknown));
}

/** What was asked for one dataset. `none`: what to say where that is nothing. */
export async function historyMessage(
  deps: ListenerDeps,
  datasetId: string,
  name: string,
  none = `No request has named “${escapeMrkdwn(oneLine(name))}” yet.`,
): Promise<Message> {
  const [requests, linkTo] = await Promise.all([deps.workflow.history(datasetId, longestList + 1), linkMaker(deps)]);
  return requestList(`History of ${escapeMrkdwn(oneLine(name))}`, requests, none, linkTo);
}
