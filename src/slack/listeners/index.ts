import { randomUUID } from 'node:crypto';
import type { App } from '@slack/bolt';
import { actionIds, callbacks, readOwners } from '../ids.ts';
import { createInTurn } from '../in-turn.ts';
import { showHome } from './home/home.ts';
import { historyMessage, ownerCommand } from './owner/command.ts';
import { ownerFormChanged } from './owner/form-actions.ts';
import { openOwnerForm } from './owner/open.ts';
import { ownerFormSubmitted } from './owner/submit.ts';
import { suggestOwners } from './owner/suggestions.ts';
import { groupPayload, homePayload } from './payloads.ts';
import { createDoor, type DoorOptions } from './register.ts';
import { followUp, stop, turnPage, viewPlan, withdraw } from './request/buttons.ts';
import { approve, reject, rejectSubmitted } from './request/votes.ts';
import { registerSchemaListeners } from './schema/listeners.ts';
import { sayPrivately, tellRefusal } from './turn.ts';

const usualAckWithin = 2_300;

/** The one table of what people can do in Slack, and what answers them. */
export function registerListeners(app: App, options: DoorOptions): void {
  const deps = {
    ...options,
    people: options.people ?? {},
    ackWithin: options.ackWithin ?? usualAckWithin,
    newReference: options.newReference ?? (() => randomUUID().slice(0, 8)),
  };
  const door = createDoor(app, deps);
  const inTurn = createInTurn();

  door.command('/domo-owner', (turn, text) => ownerCommand(deps, turn, text));
  door.shortcut(callbacks.ownerShortcut, (turn) => openOwnerForm(deps, turn));
  door.shortcut(callbacks.ownerMessageShortcut, (turn) => openOwnerForm(deps, turn));

  door.action(actionIds.openOwnerForm, (turn, { value }) => openOwnerForm(deps, turn, readOwners(value)));
  door.action(startingWith(actionIds.chooseOwners), (turn, { value }) => openOwnerForm(deps, turn, readOwners(value)));
  door.action(startingWith(actionIds.chooseHistory), async (turn, { value = '' }) => {
    const refusal = await deps.workflow.mayLook(turn.slackId, 'history');
    if (refusal !== undefined) return tellRefusal(deps, turn, refusal);
    const name = (await deps.catalog.dataset(value))?.name ?? value;
    await sayPrivately(deps, turn, await historyMessage(deps, value, name));
  });
  for (const actionId of [actionIds.from, actionIds.which]) {
    door.action(actionId, async (turn, { view }) => {
      if (view !== undefined) await inTurn(view.id, () => ownerFormChanged(deps, turn, view));
    });
  }
  for (const actionId of [actionIds.from, actionIds.to, actionIds.datasets]) {
    door.options(actionId, (slackId, asked) => suggestOwners(deps, slackId, asked));
  }
  door.submission(callbacks.ownerForm, (turn, view) => inTurn(view.id, () => ownerFormSubmitted(deps, turn, view)));

  door.action(actionIds.approve, (turn, { value }) => approve(deps, turn, value), 'by itself');
  door.action(actionIds.reject, (turn, { value }) => reject(deps, turn, value));
  door.submission(callbacks.rejectForm, (turn, view) => rejectSubmitted(deps, turn, view));
  door.action(actionIds.viewPlan, (turn, { value }) => viewPlan(deps, turn, value));
  door.action(actionIds.previousPage, (turn, { value }) => turnPage(deps, turn, value));
  door.action(actionIds.nextPage, (turn, { value }) => turnPage(deps, turn, value));
  door.action(actionIds.withdraw, (turn, { value }) => withdraw(deps, turn, value), 'by itself');
  door.action(actionIds.stop, (turn, { value }) => stop(deps, turn, value), 'by itself');
  door.action(actionIds.retry, (turn, { value }) => followUp(deps, turn, value, 'retry'));
  door.action(actionIds.undo, (turn, { value }) => followUp(deps, turn, value, 'undo'));
  door.action(actionIds.rest, (turn, { value }) => followUp(deps, turn, value, 'rest'));
  door.action(actionIds.again, (turn, { value }) => followUp(deps, turn, value, 'again'));

  registerSchemaListeners(door, { ...deps, inTurn });

  door.event('app_home_opened', async (event) => {
    const { user, tab } = homePayload.parse(event);
    if (tab === undefined || tab === 'home') await showHome(deps, user);
  });
  door.event('subteam_members_changed', async (event) => {
    deps.client.directory.groupChanged(groupPayload.parse(event).subteam_id);
  });
}

function startingWith(prefix: string): RegExp {
  return new RegExp(`^${prefix}`);
}
