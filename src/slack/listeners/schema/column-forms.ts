import type { ModalView } from '@slack/types';
import {
  addColumn,
  type EditedColumn,
  keepColumn,
  moveColumn,
  positionAfter,
  removeColumn,
  renameColumn,
  retypeColumn,
  type SchemaEdit,
} from '../../../change/schema/edit.ts';
import type { Draft } from '../../../workflow/ask/draft.ts';
import { asCopied } from '../../text.ts';
import { addColumnForm, moveColumnForm, renameColumnForm, retypeColumnForm } from '../../views/schema-column-forms.ts';
import { type ColumnAction, readColumnChoice, type SchemaMetadata, schemaIds } from '../../views/schema-ids.ts';
import { schemaSentences } from '../../views/schema-sentences.ts';
import { schemaTextForm } from '../../views/schema-text-form.ts';
import type { FormReply } from '../form.ts';
import type { Reply } from '../reply.ts';
import { type Edit, editDraft, editInForm, keepTyped, type Place, placeOf, showEdited } from './edit.ts';
import type { SchemaView } from './payloads.ts';
import { type SchemaDeps, showDraft } from './window.ts';

/** A column's menu: acts at once, or opens a form of its own above the form. */
export async function onColumnMenu(
  deps: SchemaDeps,
  slackId: string,
  view: SchemaView,
  choice: string,
): Promise<Reply> {
  const { action, column } = readColumnChoice(choice);
  if (action === 'remove') return editInForm(deps, slackId, view, column, (edit) => removeColumn(edit, column));
  if (action === 'keep') return editInForm(deps, slackId, view, column, (edit) => keepColumn(edit, column));
  const make = (draft: Draft, metadata: SchemaMetadata) => {
    const found = draft.edit.columns.find(({ id }) => id === column);
    return found && columnForm(action, { ...metadata, column }, draft, found);
  };
  return openAbove(deps, slackId, view, make, view.metadata.edited === column);
}

export function onAddColumn(deps: SchemaDeps, slackId: string, view: SchemaView): Promise<Reply> {
  return openAbove(deps, slackId, view, (_, metadata) => addColumnForm(metadata));
}

export function onEditAsText(deps: SchemaDeps, slackId: string, view: SchemaView): Promise<Reply> {
  return openAbove(deps, slackId, view, (draft, metadata) => schemaTextForm(metadata, draft.edit));
}

function columnForm(
  action: Exclude<ColumnAction, 'remove' | 'keep'>,
  metadata: SchemaMetadata,
  draft: Draft,
  column: EditedColumn,
): ModalView {
  switch (action) {
    case 'rename':
      return renameColumnForm(metadata, column);
    case 'retype':
      return retypeColumnForm(metadata, column);
    case 'move':
      return moveColumnForm(metadata, draft.edit, column);
  }
}

/**
 * Opens a form above the form; when there is nothing to open it on, the form shows the newest instead. `forgetting`: the
 * form below is painted once more, so that the select that was used shows nothing as chosen.
 */
async function openAbove(
  deps: SchemaDeps,
  slackId: string,
  view: SchemaView,
  make: (draft: Draft, metadata: SchemaMetadata) => ModalView | undefined,
  forgetting = false,
): Promise<Reply> {
  await keepTyped(deps, slackId, view);
  const { draftId, page } = view.metadata;
  const draft = await deps.drafts.find(slackId, draftId);
  const form = draft && make(draft, { draftId, version: draft.version, page });
  if (draft === undefined || form === undefined) {
    return { after: () => showEdited(deps, view, draft && { draft, stale: true }, { page }) };
  }
  const showing = { page, notice: schemaSentences.tooSlow };
  const late = { after: () => showDraft(deps, { viewId: view.formId }, draft, showing) };
  const opened = async () => {
    if (forgetting) await showEdited(deps, view, { draft, stale: false }, { page });
  };
  return { open: { view: form, late, opened } };
}

/** A column form was sent: the edit, or what is wrong beside its field. `sentAs`: for an edit that must not be made twice. */
type Read = { edit: Edit; sentAs?: string; place: (draft: Draft) => Place } | { errors: Record<string, string> };

/** Keeps the edit before the form above closes, and shows it in the form behind that. */
export async function onColumnForm(
  deps: SchemaDeps,
  slackId: string,
  view: SchemaView,
  callback: string,
): Promise<FormReply> {
  const draft = await deps.drafts.find(slackId, view.metadata.draftId);
  const { block } = schemaIds;
  const field =
    callback === schemaIds.callback.move
      ? block.position
      : callback === schemaIds.callback.retype
        ? block.type
        : block.name;
  if (draft === undefined) return { errors: { [field]: schemaSentences.goneBelow } };
  const read =
    callback === schemaIds.callback.add ? readAdd(view, draft) : readColumnForm(view, draft, callback, field);
  if ('errors' in read) return read;
  return {
    save: async () => {
      const edited = await deps.inOrder(view.formId, () => editDraft(deps, slackId, view, read.edit, read.sentAs));
      return { after: () => showEdited(deps, view, edited, edited ? read.place(edited.draft) : { page: 0 }) };
    },
  };
}

function readAdd(view: SchemaView, draft: Draft): Read {
  const { block } = schemaIds;
  const name = nameIn(view, draft);
  const type = view.field(block.type)?.choice;
  const after = view.field(block.position)?.choice;
  const nowhere = after !== undefined && positionAfter(draft.edit, after) === undefined;
  const errors = {
    ...(name.trim() === '' && { [block.name]: schemaSentences.noName }),
    ...(type === undefined && { [block.type]: schemaSentences.noType }),
    ...(nowhere && { [block.position]: schemaSentences.noPlace }),
  };
  if (type === undefined || Object.keys(errors).length > 0) return { errors };
  const at = (edit: SchemaEdit) => (after === undefined ? undefined : positionAfter(edit, after));
  // Slack showed an error though the column was added, say: sent again, the form as it stands adds no second one.
  const sentAs = JSON.stringify([view.id, name, type, after]);
  return {
    edit: (edit) => addColumn(edit, { name, type, position: at(edit) }),
    sentAs,
    place: (added) => placeOf(added, `n${added.edit.added - 1}`),
  };
}

function nameIn(view: SchemaView, { edit }: Draft): string {
  const known = [...edit.before, ...edit.columns].map(({ name }) => name);
  return asCopied(view.field(schemaIds.block.name)?.text ?? '', known);
}

function readColumnForm(view: SchemaView, draft: Draft, callback: string, field: string): Read {
  const { block } = schemaIds;
  const column = view.metadata.column ?? '';
  if (!draft.edit.columns.some(({ id }) => id === column)) return { errors: { [field]: schemaSentences.columnGone } };
  const place = (edited: Draft) => placeOf(edited, column);
  if (callback === schemaIds.callback.rename) {
    const name = nameIn(view, draft);
    if (name.trim() === '') return { errors: { [block.name]: schemaSentences.noName } };
    return { edit: (edit) => renameColumn(edit, column, name), place };
  }
  if (callback === schemaIds.callback.retype) {
    const type = view.field(block.type)?.choice;
    if (type === undefined) return { errors: { [block.type]: schemaSentences.noType } };
    return { edit: (edit) => retypeColumn(edit, column, type), place };
  }
  const after = view.field(block.position)?.choice;
  if (after === undefined || positionAfter(draft.edit, after, column) === undefined) {
    return { errors: { [block.position]: schemaSentences.noPlace } };
  }
  const edit = (newest: SchemaEdit) =>
    moveColumn(newest, column, positionAfter(newest, after, column) ?? Number.POSITIVE_INFINITY);
  return { edit, place };
}
