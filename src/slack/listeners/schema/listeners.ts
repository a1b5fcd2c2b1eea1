import { actionIds, readRequestId } from '../../ids.ts';
import { refusalSentence } from '../../refusals.ts';
import { messageView } from '../../views/message-view.ts';
import { datasetOption, mostOptions } from '../../views/owner-options.ts';
import { readSchemaStart, type SchemaStart, schemaIds } from '../../views/schema-ids.ts';
import type { ViewPayload } from '../payloads.ts';
import type { Door, Pressed } from '../register.ts';
import { type Turn, tellRefusal } from '../turn.ts';
import { onAddColumn, onColumnForm, onColumnMenu, onEditAsText } from './column-forms.ts';
import { schemaCommand } from './command.ts';
import { keepReason, keepTyped, turnPage } from './edit.ts';
import { chooseDataset, discardEdits, openSchemaForm } from './open.ts';
import { readSchemaView, type SchemaView, typedReason } from './payloads.ts';
import { onSchemaForm, onSchemaReview } from './submit.ts';
import { onTextForm } from './text.ts';
import type { SchemaDeps } from './window.ts';

/** What people can do about schemas. What they do in one form happens in its order. */
export function registerSchemaListeners(door: Door, deps: SchemaDeps): void {
  const { action, callback } = schemaIds;

  door.command('/domo-schema', (turn, text) => schemaCommand(deps, turn, text));
  door.shortcut(schemaIds.shortcut, (turn) => openSchemaForm(deps, turn, {}));
  door.action(actionIds.openSchemaForm, (turn, { value }) => openSchemaForm(deps, turn, readSchemaStart(value)));
  door.action(new RegExp(`^${action.choose}`), (turn, { value }) => openSchemaForm(deps, turn, readSchemaStart(value)));
  for (const [actionId, edits] of [
    [action.again, 'again'],
    [action.rebase, 'again'],
    [action.undo, 'undo'],
  ] as const) {
    door.action(actionId, async (turn, { value }) => openFrom(deps, turn, { requestId: readRequestId(value), edits }));
  }

  door.options(action.dataset, async (slackId, { query }) => {
    if ((await deps.workflow.mayAsk(slackId)) !== undefined) return { options: [] };
    const hits = await deps.catalog.searchDatasets(query.slice(0, 200), { limit: mostOptions });
    return { options: hits.map(datasetOption) };
  });
  door.action(action.dataset, (turn, pressed) => onDataset(deps, turn, pressed));
  door.action(action.retry, (turn, { value, view }) => onLoad(deps, turn, view, readSchemaStart(value)));

  type InForm = (turn: Turn, view: SchemaView, value: string) => Promise<void>;
  const inForm = (actionId: string, run: InForm, acked?: 'by itself') =>
    door.action(
      actionId,
      async (turn, { value = '', view }) => {
        if (view !== undefined && !(await isRefused(deps, turn))) await run(turn, readSchemaView(view), value);
      },
      acked,
    );
  inForm(action.column, (turn, view, value) => onColumnMenu(deps, turn, view, value), 'by itself');
  inForm(action.add, (turn, view) => onAddColumn(deps, turn, view));
  inForm(action.text, (turn, view) => onEditAsText(deps, turn, view));
  inForm(action.discard, (turn, view) => discardEdits(deps, turn.slackId, view));
  inForm(action.next, (turn, view, value) => turnPage(deps, turn, view, Number(value)));
  inForm(action.previous, (turn, view, value) => turnPage(deps, turn, view, Number(value)));

  // Slack tells of a closed form, and not what stood in it: so what is typed is kept as it is typed.
  const onReason = async (turn: Turn, { view }: Pressed) =>
    view && keepReason(deps, turn.slackId, readSchemaView(view));
  door.action(action.reason, onReason, 'by itself');

  const sent = (callbackId: string, run: (turn: Turn, view: SchemaView) => Promise<void>) =>
    door.submission(callbackId, async (turn, view) => {
      const refusal = await deps.workflow.mayAsk(turn.slackId, 'schema form');
      if (refusal === undefined) return run(turn, readSchemaView(view));
      const shown = messageView('Not done', refusalSentence(refusal), 'warning', 'section');
      await turn.ack({ response_action: 'update', view: shown });
    });
  for (const form of [callback.add, callback.rename, callback.retype, callback.move]) {
    sent(form, (turn, view) => onColumnForm(deps, turn, view, form));
  }
  sent(callback.text, (turn, view) => onTextForm(deps, turn, view));
  const filed = (run: typeof onSchemaForm) => (turn: Turn, view: SchemaView) =>
    deps.inTurn(`filed:${view.rootId}`, () => run(deps, turn, view));
  sent(callback.form, filed(onSchemaForm));
  sent(callback.review, filed(onSchemaReview));
}

async function isRefused(deps: SchemaDeps, turn: Turn): Promise<boolean> {
  const refusal = await deps.workflow.mayAsk(turn.slackId, 'schema form');
  if (refusal === undefined) return false;
  await turn.ack();
  await tellRefusal(deps, turn, refusal);
  return true;
}

/** The dataset's name is shown while its columns load, where the request knows it. */
async function openFrom(deps: SchemaDeps, turn: Turn, from: NonNullable<SchemaStart['from']>): Promise<void> {
  const request = await deps.workflow.request(from.requestId);
  await openSchemaForm(deps, turn, { from, dataset: request?.dataset });
}

async function onDataset(deps: SchemaDeps, turn: Turn, { value: id, view }: Pressed): Promise<void> {
  if (id === undefined) return;
  const name = (await deps.catalog.dataset(id))?.name ?? id;
  await onLoad(deps, turn, view, { dataset: { id, name } });
}

async function onLoad(deps: SchemaDeps, turn: Turn, view: ViewPayload | undefined, start: SchemaStart): Promise<void> {
  if (view === undefined || (await isRefused(deps, turn))) return;
  const read = readSchemaView(view);
  await keepTyped(deps, turn.slackId, read);
  await chooseDataset(deps, turn.slackId, { viewId: read.rootId, hash: read.hash }, start, typedReason(read));
}
