import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { type EditedColumn, liveColumns, type SchemaEdit } from '../../change/schema/edit.ts';
import { quoteName } from '../../change/show-name.ts';
import { columnTypes } from '../../change/types.ts';
import { fieldChars } from '../pasted/print.ts';
import { cut, showNumber } from '../text.ts';
import { plain } from './blocks.ts';
import { type SchemaMetadata, schemaIds, writeSchemaMetadata } from './schema-ids.ts';
import { columnName, note } from './schema-lines.ts';

const typeWords: Record<(typeof columnTypes)[number], string> = {
  STRING: 'Text',
  DECIMAL: 'A decimal number',
  LONG: 'A whole number',
  DOUBLE: 'A floating-point number',
  DATE: 'A day',
  DATETIME: 'A day and a time',
};

export function addColumnForm(metadata: SchemaMetadata): ModalView {
  return form(metadata, { callback: schemaIds.callback.add, title: 'Add column', submit: 'Add' }, [
    nameInput(undefined),
    typeInput(undefined),
    positionInput(),
  ]);
}

/** This form and those below are about one column of the draft: `metadata.column`. */
export function renameColumnForm(metadata: SchemaMetadata, column: EditedColumn): ModalView {
  return form(metadata, { callback: schemaIds.callback.rename, title: 'Rename column', submit: 'Rename' }, [
    note(`Now ${quoteName(column.name)}.`),
    nameInput(column.name),
  ]);
}

export function retypeColumnForm(metadata: SchemaMetadata, column: EditedColumn): ModalView {
  return form(metadata, { callback: schemaIds.callback.retype, title: 'Change type', submit: 'Change type' }, [
    note(`${quoteName(column.name)} is ${quoteName(column.type)} now.`),
    typeInput(column.type),
  ]);
}

export function moveColumnForm(metadata: SchemaMetadata, draft: SchemaEdit, column: EditedColumn): ModalView {
  const at = liveColumns(draft).findIndex(({ id }) => id === column.id);
  return form(metadata, { callback: schemaIds.callback.move, title: 'Move column', submit: 'Move' }, [
    note(`Move ${quoteName(column.name)} to:`),
    positionInput(placeOptions(draft, column.id)[Math.max(0, at)]),
  ]);
}

function form(
  metadata: SchemaMetadata,
  { callback, title, submit }: { callback: string; title: string; submit: string },
  blocks: KnownBlock[],
): ModalView {
  return {
    type: 'modal',
    callback_id: callback,
    private_metadata: writeSchemaMetadata(metadata),
    title: plain(title, 24),
    submit: plain(submit, 24),
    close: plain('Back', 24),
    blocks,
  };
}

/** A name longer than a field is not filled in: cut, it would be a rename that nobody asked for. */
function nameInput(name: string | undefined): InputBlock {
  const fits = name !== undefined && name !== '' && name.length <= fieldChars;
  return {
    type: 'input',
    block_id: schemaIds.block.name,
    label: plain('Column name', 2000),
    element: {
      type: 'plain_text_input',
      action_id: schemaIds.action.value,
      max_length: fieldChars,
      // A field of one line would lose the line break that a name has.
      ...(name?.includes('\n') ? { multiline: true } : {}),
      ...(fits ? { initial_value: name } : {}),
    },
  };
}

function typeInput(type: string | undefined): InputBlock {
  const options = columnTypes.map(
    (one): PlainTextOption => ({ text: plain(one, 75), value: one, description: plain(typeWords[one], 75) }),
  );
  const initial = options.find(({ value }) => value === type);
  return {
    type: 'input',
    block_id: schemaIds.block.type,
    label: plain('Column type', 2000),
    element: {
      type: 'static_select',
      action_id: schemaIds.action.value,
      options,
      ...(initial ? { initial_option: initial } : {}),
    },
  };
}

/** Where a column can go: first, or after one of the others, numbered as the form shows them. The value is that column's id. */
export function placeOptions(draft: SchemaEdit, moving?: string): PlainTextOption[] {
  const others = liveColumns(draft)
    .map((column, at) => ({ column, at }))
    .filter(({ column }) => column.id !== moving);
  return [
    { text: plain('First', 75), value: 'first' },
    ...others.map(({ column, at }) => ({
      text: plain(cut(`After ${showNumber(at + 1)}. ${columnName(column.name)}`, 75), 75),
      value: column.id,
    })),
  ];
}

/** A search, since a menu holds 100 choices and a dataset may have 1,000 columns. */
function positionInput(initial?: PlainTextOption): InputBlock {
  return {
    type: 'input',
    block_id: schemaIds.block.position,
    label: plain('Position', 2000),
    ...(initial === undefined && { hint: plain('Leave empty to add at the end (safest).', 2000) }),
    optional: initial === undefined,
    element: {
      type: 'external_select',
      action_id: schemaIds.action.position,
      placeholder: plain('After which column?', 150),
      min_query_length: 0,
      ...(initial && { initial_option: initial }),
    },
  };
}
