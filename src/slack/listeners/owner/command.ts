import type { Owners } from '../../ids.ts';
import { escapeMrkdwn, oneLine } from '../../text.ts';
import { ownerChoices } from '../../views/choices.ts';
import { help } from '../../views/help.ts';
import { openFormButton } from '../../views/open-form-button.ts';
import { sentence } from '../../views/sentence.ts';
import { readCommandText, unescaped, type Whom } from '../command-text.ts';
import type { Delivery } from '../delivery.ts';
import type { ListenerDeps } from '../deps.ts';
import { type Reply, refused } from '../reply.ts';
import { lookBack } from '../request/look-back.ts';
import { findOwner } from './find-owner.ts';
import { openOwnerForm } from './open.ts';
import { whoForOwner } from './who.ts';

/** `/domo-owner` with whatever stands behind it. */
export async function ownerCommand(deps: ListenerDeps, from: Delivery): Promise<Reply> {
  const command = readCommandText(from.text, deps.now());
  if (command.does === 'help') return { say: help() };
  if (command.does === 'explain') return { say: help(command.problem) };
  if (command.does === 'open' && command.people.length === 0) return openOwnerForm(deps, from);
  if (command.does === 'who') return whoForOwner(deps, from.slackId, command.of);
  if (command.does !== 'open') return lookBack(deps, from.slackId, command, '/domo-owner');
  const refusal = await deps.workflow.mayAsk(from.slackId, '/domo-owner');
  return refusal === undefined ? openFor(deps, from, command.people) : refused(refusal);
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
