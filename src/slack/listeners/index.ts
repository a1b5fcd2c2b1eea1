import { randomUUID } from 'node:crypto';
import type { App } from '@slack/bolt';
import { actionIds, callbacks, readOwners } from '../ids.ts';
import { createInOrder } from '../in-order.ts';
import { readSchemaStart, schemaIds } from '../views/schema-ids.ts';
import { answering } from './answering.ts';
import type { Delivery, MenuQuery, Sent } from './delivery.ts';
import type { ListenerDeps } from './deps.ts';
import type { FormReply } from './form.ts';
import { ownerCommand } from './owner/command.ts';
import { ownerFormChanged } from './owner/form-actions.ts';
import { openOwnerForm } from './owner/open.ts';
import { ownerFormSubmitted } from './owner/submit.ts';
import { suggestOwners } from './owner/suggestions.ts';
import { groupPayload, homePayload, personPayload } from './payloads.ts';
import type { Reply, Suggestions } from './reply.ts';
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
import type { SchemaDeps } from './schema/window.ts';

const usualAckWithin = 2_300;

/** What the app gives; the rest has usual values. */
export type ListenerOptions = Omit<ListenerDeps, 'people' | 'ackWithin' | 'newReference'> &
  Partial<Pick<ListenerDeps, 'people' | 'ackWithin' | 'newReference'>>;

type Handler = (deps: SchemaDeps, from: Delivery) => Promise<Reply>;
type FormHandler = (deps: SchemaDeps, from: Sent) => Promise<FormReply>;
type MenuHandler = (deps: SchemaDeps, query: MenuQuery) => Promise<Suggestions>;

const { action, callback } = schemaIds;

/** The one table of what people can do in Slack, and what answers them. */
export function registerListeners(app: App, options: ListenerOptions): void {
  const deps = {
    ...options,
    people: options.people ?? (() => ({})),
    ackWithin: options.ackWithin ?? usualAckWithin,
    newReference: options.newReference ?? (() => randomUUID().slice(0, 8)),
    inOrder: createInOrder(),
  };
  const answer = answering(deps);
  const bound =
    <From, To>(work: (given: typeof deps, from: From) => To) =>
    (from: From) =>
      work(deps, from);
  const command = (name: string, work: Handler) => app.command(name, answer.command(bound(work)));
  const shortcut = (id: string, work: Handler) => app.shortcut(id, answer.shortcut(bound(work)));
  const click = (id: string | RegExp, work: Handler) => app.action(id, answer.click(bound(work)));
  const clickInOrder = (id: string, work: Handler) => app.action(id, answer.clickInOrder(bound(work)));
  const storedClick = (id: string, work: Handler) => app.action(id, answer.storedClick(bound(work)));
  const form = (id: string, work: FormHandler) => app.view(id, answer.form(bound(work)));
  const menu = (id: string, work: MenuHandler) => app.options(id, answer.menu(bound(work)));

  command('/domo-owner', ownerCommand);
  shortcut(callbacks.ownerShortcut, openOwnerForm);
  click(actionIds.openOwnerForm, (_, from) => openOwnerForm(deps, from, readOwners(from.value)));
  click(startingWith(actionIds.chooseOwners), (_, from) => openOwnerForm(deps, from, readOwners(from.value)));
  clickInOrder(actionIds.from, ownerFormChanged);
  clickInOrder(actionIds.which, ownerFormChanged);
  menu(actionIds.from, suggestOwners);
  menu(actionIds.to, suggestOwners);
  menu(actionIds.datasets, suggestOwners);
  form(callbacks.ownerForm, ownerFormSubmitted);

  command('/domo-schema', schemaCommand);
  shortcut(schemaIds.shortcut, (_, { slackId }) => openSchemaForm(deps, slackId, {}));
  click(actionIds.openSchemaForm, (_, { slackId, value }) => openSchemaForm(deps, slackId, readSchemaStart(value)));
  click(startingWith(action.choose), (_, { slackId, value }) => openSchemaForm(deps, slackId, readSchemaStart(value)));
  click(action.again, (_, from) => openFrom(deps, from, 'again'));
  click(action.rebase, (_, from) => openFrom(deps, from, 'again'));
  click(action.undo, (_, from) => openFrom(deps, from, 'undo'));
  click(action.removal, (_, from) => openFrom(deps, from, 'removal'));
  click(action.dataset, inForm(datasetChosen));
  click(action.retry, inForm(loadAgain));
  click(action.add, inForm(onAddColumn));
  click(action.text, inForm(onEditAsText));
  click(action.discard, inForm(discardEdits));
  click(action.next, inForm(turnColumns));
  click(action.previous, inForm(turnColumns));
  storedClick(action.column, inForm(onColumnMenu));
  storedClick(action.addFirst, inForm(onAddNewFirst));
  storedClick(action.reason, reasonTyped);
  menu(action.dataset, suggestDatasets);
  menu(action.position, suggestPlaces);
  form(callback.add, sentForm(onColumnForm));
  form(callback.rename, sentForm(onColumnForm));
  form(callback.retype, sentForm(onColumnForm));
  form(callback.move, sentForm(onColumnForm));
  form(callback.text, sentForm(onTextForm));
  form(callback.form, sentForm(onSchemaForm));
  form(callback.review, sentForm(onSchemaReview));

  storedClick(actionIds.approve, approve);
  click(actionIds.approveIn, (_, from) => openVote(deps, from, 'approve'));
  click(actionIds.reject, (_, from) => openVote(deps, from, 'reject'));
  click(actionIds.rejectIn, (_, from) => openVote(deps, from, 'reject'));
  form(callbacks.approveForm, approveSubmitted);
  form(callbacks.rejectForm, rejectSubmitted);
  storedClick(actionIds.takeBack, takeBack);
  storedClick(actionIds.accept, accept);
  click(actionIds.decline, decline);
  form(callbacks.declineForm, declineSubmitted);
  click(actionIds.ask, ask);
  click(actionIds.askIn, ask);
  form(callbacks.questionForm, questionSubmitted);
  click(actionIds.answer, openAnswer);
  form(callbacks.answerForm, answerSubmitted);
  storedClick(actionIds.takeByHand, (_, from) => whoHasIt(deps, from, 'takeByHand'));
  storedClick(actionIds.giveBack, (_, from) => whoHasIt(deps, from, 'giveBackByHand'));
  click(actionIds.checkNow, checkNow);
  storedClick(actionIds.withdraw, withdraw);
  storedClick(actionIds.stop, stop);
  click(actionIds.retry, (_, from) => followUp(deps, from, 'retry'));
  click(actionIds.undo, (_, from) => followUp(deps, from, 'undo'));
  click(actionIds.rest, (_, from) => followUp(deps, from, 'rest'));
  click(actionIds.again, (_, from) => followUp(deps, from, 'again'));

  click(actionIds.details, showDetails);
  clickInOrder(actionIds.previousPage, turnPage);
  clickInOrder(actionIds.nextPage, turnPage);
  clickInOrder(actionIds.planItem, choosePlanItem);
  menu(actionIds.planItem, suggestPlanItems);
  click(actionIds.olderInHistory, historyAsked);
  click(startingWith(actionIds.chooseHistory), historyAsked);
  click(actionIds.olderInList, olderInList);
  click(actionIds.listCsv, sendList);
  click(actionIds.historyCsv, sendHistory);
  click(actionIds.requestCsv, sendRequest);
  click(actionIds.logCsv, sendLog);
  storedClick(actionIds.notify, chooseNotify);

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
