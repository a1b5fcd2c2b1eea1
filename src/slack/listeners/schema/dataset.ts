import type { FollowUpEdits } from '../../../workflow/ask/form.ts';
import { readRequestId } from '../../ids.ts';
import { datasetOption, mostOptions } from '../../views/owner-options.ts';
import { placeOptions } from '../../views/schema-column-forms.ts';
import { readSchemaMetadata, readSchemaStart, type SchemaStart } from '../../views/schema-ids.ts';
import type { Delivery, MenuQuery } from '../delivery.ts';
import type { Reply, Suggestions } from '../reply.ts';
import { keepReason, keepTyped } from './edit.ts';
import { chooseDataset, openSchemaForm } from './open.ts';
import { readSchemaView, type SchemaView, typedReason } from './payloads.ts';
import type { SchemaDeps } from './window.ts';

/** What the menu `Dataset` offers. Nothing to people who may not ask. */
export async function suggestDatasets(deps: SchemaDeps, { slackId, query }: MenuQuery): Promise<Suggestions> {
  if ((await deps.workflow.mayAsk(slackId)) !== undefined) return { options: [] };
  const hits = await deps.catalog.searchDatasets(query.slice(0, 200), { limit: mostOptions });
  return { options: hits.map(datasetOption) };
}

/** What `Position` offers: places among the columns as they are in the draft now. */
export async function suggestPlaces(deps: SchemaDeps, { slackId, query, view }: MenuQuery): Promise<Suggestions> {
  if (view === undefined || (await deps.workflow.mayAsk(slackId)) !== undefined) return { options: [] };
  const { draftId, column } = readSchemaMetadata(view.private_metadata);
  const draft = await deps.drafts.find(slackId, draftId);
  if (draft === undefined) return { options: [] };
  const wanted = query.trim().toLowerCase();
  const places = placeOptions(draft.edit, column).filter(({ text }) => text.text.toLowerCase().includes(wanted));
  return { options: places.slice(0, mostOptions) };
}

/** Opens the form for an earlier request. The dataset's name is shown while its columns load, where the request knows it. */
export async function openFrom(
  deps: SchemaDeps,
  { slackId, value, view }: Delivery,
  edits: FollowUpEdits,
): Promise<Reply> {
  const from = { requestId: readRequestId(value), edits };
  const request = await deps.workflow.requestById(from.requestId);
  const reply = await openSchemaForm(deps, slackId, { from, dataset: request?.dataset });
  if (view?.type !== 'modal' || reply.open === undefined) return reply;
  // In the place of `Details`: with the forms above it there would be more modals than Slack allows.
  const { view: form, opened } = reply.open;
  return { view: form, after: async () => opened?.({ viewId: view.id }) };
}

/** Another dataset was chosen in the form. */
export async function datasetChosen(deps: SchemaDeps, slackId: string, view: SchemaView, id: string): Promise<Reply> {
  if (id === '') return {};
  const name = (await deps.catalog.dataset(id))?.name ?? id;
  return load(deps, slackId, view, { dataset: { id, name } });
}

/** `Try again` in a form that could not be loaded. */
export async function loadAgain(deps: SchemaDeps, slackId: string, view: SchemaView, value: string): Promise<Reply> {
  return load(deps, slackId, view, readSchemaStart(value));
}

async function load(deps: SchemaDeps, slackId: string, view: SchemaView, start: SchemaStart): Promise<Reply> {
  await keepTyped(deps, slackId, view);
  const window = { viewId: view.formId, hash: view.hash };
  return { after: () => chooseDataset(deps, slackId, window, start, typedReason(view)) };
}

/** Slack tells of a closed form, and not what stood in it: so what is typed is kept as it is typed. */
export async function reasonTyped(deps: SchemaDeps, { slackId, view }: Delivery): Promise<Reply> {
  if (view !== undefined) await keepReason(deps, slackId, readSchemaView(view));
  return {};
}
