import type { SchemaEdit } from '../../../change/schema/edit.ts';
import type { Draft } from '../../../workflow/ask/draft.ts';
import { preparedView } from '../../views/message-view.ts';
import { pageOf, schemaForm } from '../../views/schema-form.ts';
import { schemaSentences } from '../../views/schema-sentences.ts';
import type { Reply } from '../reply.ts';
import { chosenDataset, reasonToKeep, type SchemaView, typedReason } from './payloads.ts';
import { repaint, type SchemaDeps, type Showing, showDraft } from './window.ts';

/** An edit names its column by id, so that it means the same one in whatever the draft is by now. */
export type Edit = (edit: SchemaEdit) => SchemaEdit;

export interface Edited {
  draft: Draft;
  /** The person saw an older version. */
  stale: boolean;
  /** Plain text: what else they must know of it. */
  notice?: string | undefined;
}

const tries = 5;

/**
 * Makes an edit on the newest version of the draft, and keeps what was typed beside it. `sentAs` names a filled-in form:
 * the same one, sent again, edits nothing. Undefined: there is no such draft (any more).
 */
export async function editDraft(
  deps: SchemaDeps,
  slackId: string,
  view: SchemaView,
  edit: Edit,
  sentAs?: string,
): Promise<Edited | undefined> {
  const { draftId, version } = view.metadata;
  const reason = reasonToKeep(view);
  for (let tried = 0; tried < tries; tried += 1) {
    const draft = await deps.drafts.find(slackId, draftId);
    if (draft === undefined) return undefined;
    const stale = draft.version !== version;
    if (sentAs !== undefined && draft.lastSent === sentAs) return { draft, stale: false };
    const edited = edit(draft.edit);
    if (edited === draft.edit) return { draft, stale };
    const saved = await deps.drafts.save(draft, {
      edit: edited,
      ...(sentAs !== undefined && { lastSent: sentAs }),
      ...(reason !== undefined && { reason }),
    });
    if (saved !== undefined) return { draft: saved, stale };
  }
  throw new Error('The draft was saved by others again and again.');
}

/** An edit of a column by a click in the form itself: kept before Slack is answered. */
export async function editInForm(
  deps: SchemaDeps,
  slackId: string,
  view: SchemaView,
  column: string,
  edit: Edit,
): Promise<Reply> {
  const edited = await deps.inOrder(view.formId, () => editDraft(deps, slackId, view, edit));
  return { after: () => showEdited(deps, view, edited, { page: view.metadata.page, edited: column }) };
}

/** Which part of the columns to show, and which of them has the focus. */
export type Place = Pick<Showing, 'page' | 'edited'>;

/**
 * Shows what became of the draft; after a form above the form, its page is where the column is. Slack may take seconds
 * for it: no edit waits for that, and what is shown is the newest by then.
 */
export function showEdited(
  deps: SchemaDeps,
  view: SchemaView,
  edited: Edited | undefined,
  where: Place,
): Promise<void> {
  return deps.inOrder(`shown:${view.formId}`, () => show(deps, view, edited, where));
}

async function show(deps: SchemaDeps, view: SchemaView, edited: Edited | undefined, where: Place): Promise<void> {
  // A form above the form knows no hash of that one: nothing but our own edits can have changed it.
  const window = { viewId: view.formId, ...(view.formId === view.id && { hash: view.hash }) };
  if (edited === undefined) return showGone(deps, view);
  const chosen = chosenDataset(view);
  // Another dataset was chosen meanwhile; the edit is kept with the former one.
  if (chosen !== undefined && chosen !== edited.draft.datasetId) return;
  const { id, slackId } = edited.draft;
  const newest = await deps.drafts.find(slackId, id);
  // Sent or discarded meanwhile: the window shows what came of that.
  if (newest === undefined) return;
  await showDraft(deps, window, newest, { ...where, notice: edited.stale ? schemaSentences.stale : edited.notice });
}

async function showGone(deps: SchemaDeps, view: SchemaView): Promise<void> {
  const window = { viewId: view.formId };
  const filed = await deps.drafts.filed(view.formId);
  if (filed !== undefined) return void (await repaint(deps, window, preparedView(filed, '/domo-schema')));
  const content = { state: 'failed' as const, problem: schemaSentences.gone };
  const metadata = { draftId: '', version: 0, page: 0 };
  await repaint(deps, window, schemaForm({ metadata, reason: typedReason(view), content }));
}

/** Shows another page of the columns. */
export async function turnPage(deps: SchemaDeps, slackId: string, view: SchemaView, page: string): Promise<Reply> {
  await keepTyped(deps, slackId, view);
  const edited = await editDraft(deps, slackId, view, (edit) => edit);
  return { after: () => showEdited(deps, view, edited, { page: Number(page) }) };
}

/** Keeps the reason that stands in the form, without an edit. */
export async function keepTyped(deps: SchemaDeps, slackId: string, view: SchemaView): Promise<void> {
  const reason = reasonToKeep(view);
  const { draftId } = view.metadata;
  if (reason !== undefined && draftId !== '') await deps.drafts.keepReason(slackId, draftId, reason);
}

/** Something was typed into the reason, or taken out of it: here an empty one is meant. */
export async function keepReason(deps: SchemaDeps, slackId: string, view: SchemaView): Promise<void> {
  const { draftId } = view.metadata;
  if (draftId === '') return;
  await deps.inOrder(view.formId, () => deps.drafts.keepReason(slackId, draftId, typedReason(view) ?? ''));
}

/** Where a column is. */
export function placeOf({ edit }: Draft, column: string): Place {
  return { page: pageOf(edit, column), edited: column };
}
