import { randomUUID } from 'node:crypto';
import type { App } from '@slack/bolt';
import { actionIds, callbacks, readOwners } from '../ids.ts';
import { createInOrder } from '../in-order.ts';
import { readSchemaStart, schemaIds } from '../views/schema-ids.ts';
import { answering } from './answering.ts';
import type { ListenerDeps } from './deps.ts';
import { ownerCommand } from './owner/command.ts';
import { ownerFormChanged } from './owner/form-actions.ts';
import { openOwnerForm } from './owner/open.ts';
import { ownerFormSubmitted } from './owner/submit.ts';
import { suggestOwners } from './owner/suggestions.ts';
import { groupPayload, homePayload, personPayload } from './payloads.ts';
import { accept, decline, declineSubmitted } from './request/acceptance.ts';
import { chooseNotify, followUp, stop, withdraw } from './request/buttons.ts';
import { checkNow, whoHasIt } from './request/by-hand.ts';
import { choosePlanItem, showDetails, suggestPlanItems, takeBack, turnPage } from './request/details.ts';
import { historyAsked, olderInList } from './request/look-back.ts';
import { sendHistory, sendList, sendLog, sendRequest } from './request/send-csv.ts';
import { answerSubmitted, ask, openAnswer, questionSubmitted } from './request/talk.ts';
import { threadMessage } from './request/thread.ts';
import { approve, approveSubmitted, openVote, rejectSubmitted } from './request/votes.ts';
import { onAddColumn, onColumnForm, onColumnMenu, onEditAsText } from './schema/column-forms.ts';
import { schemaCommand } from './schema/command.ts';
import { datasetChosen, loadAgain, openFrom, reasonTyped, suggestDatasets, suggestPlaces } from './schema/dataset.ts';
import { turnPage as turnColumns } from './schema/edit.ts';
import { inForm, sentForm } from './schema/in-form.ts';
import { discardEdits, openSchemaForm } from './schema/open.ts';
import { onAddNewFirst, onSchemaForm, onSchemaReview } from './schema/submit.ts';
import { onTextForm } from './schema/text.ts';

const usualAckWithin = 2_300;

/** What the app gives; the rest has usual values. */
export type ListenerOptions = Omit<ListenerDeps, 'people' | 'ackWithin' | 'newReference'> &
  Partial<Pick<ListenerDeps, 'people' | 'ackWithin' | 'newReference'>>;

/** The one table of what people can do in Slack, and what answers them. */
export function registerListeners(app: App, options: ListenerOptions): void {
  const deps = {
    ...options,
    people: options.people ?? (() => ({})),
    ackWithin: options.ackWithin ?? usualAckWithin,
    newReference: options.newReference ?? (() => randomUUID().slice(0, 8)),
    inOrder: createInOrder(),
  };
  const { command, shortcut, click, clickInOrder, storedClick, form, menu } = answering(deps);

  app.command(
    '/domo-owner',
    command((from) => ownerCommand(deps, from)),
  );
  app.shortcut(
    callbacks.ownerShortcut,
    shortcut((from) => openOwnerForm(deps, from)),
  );
  for (const actionId of [actionIds.openOwnerForm, startingWith(actionIds.chooseOwners)]) {
    app.action(
      actionId,
      click((from) => openOwnerForm(deps, from, readOwners(from.value))),
    );
  }
  for (const actionId of [actionIds.olderInHistory, startingWith(actionIds.chooseHistory)]) {
    app.action(
      actionId,
      click((from) => historyAsked(deps, from)),
    );
  }
  app.action(
    actionIds.notify,
    storedClick((from) => chooseNotify(deps, from)),
  );
  app.action(
    actionIds.listCsv,
    click((from) => sendList(deps, from)),
  );
  app.action(
    actionIds.historyCsv,
    click((from) => sendHistory(deps, from)),
  );
  app.action(
    actionIds.requestCsv,
    click((from) => sendRequest(deps, from)),
  );
  app.action(
    actionIds.logCsv,
    click((from) => sendLog(deps, from)),
  );
  app.action(
    actionIds.olderInList,
    click((from) => olderInList(deps, from)),
  );
  app.action(
    actionIds.from,
    clickInOrder((from) => ownerFormChanged(deps, from)),
  );
  app.action(
    actionIds.which,
    clickInOrder((from) => ownerFormChanged(deps, from)),
  );
  for (const actionId of [actionIds.from, actionIds.to, actionIds.datasets]) {
    app.options(
      actionId,
      menu((query) => suggestOwners(deps, query)),
    );
  }
  app.view(
    callbacks.ownerForm,
    form((from) => ownerFormSubmitted(deps, from)),
  );

  app.action(
    actionIds.approve,
    storedClick((from) => approve(deps, from)),
  );
  app.action(
    actionIds.approveIn,
    click((from) => openVote(deps, from, 'approve')),
  );
  for (const actionId of [actionIds.reject, actionIds.rejectIn]) {
    app.action(
      actionId,
      click((from) => openVote(deps, from, 'reject')),
    );
  }
  app.view(
    callbacks.approveForm,
    form((from) => approveSubmitted(deps, from)),
  );
  app.view(
    callbacks.rejectForm,
    form((from) => rejectSubmitted(deps, from)),
  );
  for (const actionId of [actionIds.ask, actionIds.askIn]) {
    app.action(
      actionId,
      click((from) => ask(deps, from)),
    );
  }
  app.view(
    callbacks.questionForm,
    form((from) => questionSubmitted(deps, from)),
  );
  app.action(
    actionIds.answer,
    click((from) => openAnswer(deps, from)),
  );
  app.view(
    callbacks.answerForm,
    form((from) => answerSubmitted(deps, from)),
  );
  app.action(
    actionIds.accept,
    storedClick((from) => accept(deps, from)),
  );
  app.action(
    actionIds.decline,
    click((from) => decline(deps, from)),
  );
  app.view(
    callbacks.declineForm,
    form((from) => declineSubmitted(deps, from)),
  );
  for (const actionId of [actionIds.takeByHand, actionIds.giveBack] as const) {
    app.action(
      actionId,
      storedClick((from) => whoHasIt(deps, from, actionId)),
    );
  }
  app.action(
    actionIds.checkNow,
    click((from) => checkNow(deps, from)),
  );
  app.action(
    actionIds.takeBack,
    storedClick((from) => takeBack(deps, from)),
  );
  app.action(
    actionIds.details,
    click((from) => showDetails(deps, from)),
  );
  for (const actionId of [actionIds.previousPage, actionIds.nextPage]) {
    app.action(
      actionId,
      clickInOrder((from) => turnPage(deps, from)),
    );
  }
  app.action(
    actionIds.planItem,
    clickInOrder((from) => choosePlanItem(deps, from)),
  );
  app.options(
    actionIds.planItem,
    menu((query) => suggestPlanItems(deps, query)),
  );
  app.action(
    actionIds.withdraw,
    storedClick((from) => withdraw(deps, from)),
  );
  app.action(
    actionIds.stop,
    storedClick((from) => stop(deps, from)),
  );
  for (const purpose of ['retry', 'undo', 'rest', 'again'] as const) {
    app.action(
      actionIds[purpose],
      click((from) => followUp(deps, from, purpose)),
    );
  }

  const { action, callback } = schemaIds;
  app.command(
    '/domo-schema',
    command((from) => schemaCommand(deps, from)),
  );
  app.shortcut(
    schemaIds.shortcut,
    shortcut(({ slackId }) => openSchemaForm(deps, slackId, {})),
  );
  for (const actionId of [actionIds.openSchemaForm, startingWith(action.choose)]) {
    app.action(
      actionId,
      click(({ slackId, value }) => openSchemaForm(deps, slackId, readSchemaStart(value))),
    );
  }
  for (const [actionId, edits] of [
    [action.again, 'again'],
    [action.rebase, 'again'],
    [action.undo, 'undo'],
    [action.removal, 'removal'],
  ] as const) {
    app.action(
      actionId,
      click((from) => openFrom(deps, from, edits)),
    );
  }
  app.options(
    action.dataset,
    menu((query) => suggestDatasets(deps, query)),
  );
  app.options(
    action.position,
    menu((query) => suggestPlaces(deps, query)),
  );
  app.action(action.dataset, click(inForm(deps, datasetChosen)));
  app.action(action.retry, click(inForm(deps, loadAgain)));
  app.action(action.column, storedClick(inForm(deps, onColumnMenu)));
  app.action(action.add, click(inForm(deps, onAddColumn)));
  app.action(action.text, click(inForm(deps, onEditAsText)));
  app.action(action.discard, click(inForm(deps, discardEdits)));
  app.action(action.addFirst, storedClick(inForm(deps, onAddNewFirst)));
  app.action(action.next, click(inForm(deps, turnColumns)));
  app.action(action.previous, click(inForm(deps, turnColumns)));
  app.action(
    action.reason,
    storedClick((from) => reasonTyped(deps, from)),
  );
  for (const id of [callback.add, callback.rename, callback.retype, callback.move]) {
    app.view(id, form(sentForm(deps, onColumnForm)));
  }
  app.view(callback.text, form(sentForm(deps, onTextForm)));
  app.view(callback.form, form(sentForm(deps, onSchemaForm)));
  app.view(callback.review, form(sentForm(deps, onSchemaReview)));

  app.event('app_home_opened', async ({ event }) => {
    const { user, tab } = homePayload.parse(event);
    if (tab === undefined || tab === 'home') await deps.workflow.openHome(user);
  });
  app.event('message', async ({ event }) => threadMessage(deps, event));
  app.event('subteam_members_changed', async ({ event }) => {
    deps.client.directory.groupChanged(groupPayload.parse(event).subteam_id);
  });
  app.event('user_change', async ({ event }) => {
    deps.client.directory.personChanged(personPayload.parse(event).user.id);
  });
}

function startingWith(prefix: string): RegExp {
  return new RegExp(`^${prefix}`);
}
