import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { type EditedColumn, liveColumns, type SchemaEdit } from '../../change/schema/edit.ts';
import { quoteName } from '../../change/show-name.ts';
import { columnTypes } from '../../change/types.ts';
import { showNumber } from '../text.ts';
import { plain } from './blocks.ts';
import { type SchemaMetadata, schemaIds, writeSchemaMetadata } from './schema-ids.ts';
import { note } from './schema-lines.ts';

const typeWords: Record<(typeof columnTypes)[number], string> = {
  STRING: 'Text',
  DECIMAL: 'A decimal number',
  LONG: 'A whole number',
  DOUBLE: 'A floating-point number',
  DATE: 'A day',
  DATETIME: 'A day and a time',
};

/** The most that Slack lets anyone type into a field. */
const fieldChars = 3000;

export function addColumnForm(metadata: SchemaMetadata, draft: SchemaEdit): ModalView {
  const places = liveColumns(draft).length + 1;
  return form(metadata, { callback: schemaIds.callback.add, title: 'Add column', submit: 'Add' }, [
    nameInput(undefined),
    typeInput(undefined),
    positionInput(places, { hint: `1 to ${showNumber(places)}. Left empty: at the end, where no CSV feed shifts.` }),
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
  const live = liveColumns(draft);
  const at = live.findIndex(({ id }) => id === column.id) + 1;
  return form(metadata, { callback: schemaIds.callback.move, title: 'Move column', submit: 'Move' }, [
    note(`${quoteName(column.name)} is at position ${showNumber(at)} now.`),
    positionInput(live.length, { hint: `1 to ${showNumber(live.length)}.`, required: true }),
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

function positionInput(places: number, { hint, required }: { hint: string; required?: boolean }): InputBlock {
  return {
    type: 'input',
    block_id: schemaIds.block.position,
    label: plain('Position', 2000),
    hint: plain(hint, 2000),
    optional: !required,
    element: {
      type: 'number_input',
      action_id: schemaIds.action.value,
      is_decimal_allowed: false,
      min_value: '1',
      max_value: String(Math.max(1, places)),
    },
  };
}
