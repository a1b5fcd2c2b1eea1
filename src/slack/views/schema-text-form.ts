import type { InputBlock, ModalView } from '@slack/types';
import { liveColumns, type SchemaEdit } from '../../change/schema/edit.ts';
import { splitForFields } from '../pasted/print.ts';
import { countOf, showNumber } from '../text.ts';
import { plain } from './blocks.ts';
import { type SchemaMetadata, schemaIds, writeSchemaMetadata } from './schema-ids.ts';
import { note } from './schema-lines.ts';

const columnsPerField = 100;
/** Blocks of a view are 100: a note, and one more field for what is added. */
const mostFields = 98;
/** A view may be 250 kB; JSON escapes and Slack's own keys need room. */
const mostBytes = 200_000;

/** Whether the columns fit into the fields of one view: 1,000 columns do while their names average below 180 bytes. */
export function canEditAsText(draft: SchemaEdit): boolean {
  return fieldTexts(draft) !== undefined;
}

/**
 * The columns as text, in fields of up to 100 columns, and an empty field after them for a pasted list.
 * Undefined when they do not fit: `canEditAsText`.
 */
export function schemaTextForm(metadata: SchemaMetadata, draft: SchemaEdit): ModalView | undefined {
  const texts = fieldTexts(draft);
  if (!texts) return undefined;
  let first = 1;
  const fields = texts.map((text, i) => {
    const columns = text.split('\n').length;
    const hint = `Columns ${showNumber(first)}–${showNumber(first + columns - 1)}`;
    first += columns;
    return field(i, hint, text);
  });
  const removed = draft.columns.length - liveColumns(draft).length;
  return {
    type: 'modal',
    callback_id: schemaIds.callback.text,
    private_metadata: writeSchemaMetadata(metadata),
    title: plain('Edit as text', 24),
    submit: plain('Use these columns', 24),
    close: plain('Back', 24),
    blocks: [
      note(
        "One column per line, as “name: TYPE”; the last colon counts. Lists, CSV (name,type) and Domo's JSON work too." +
          (removed > 0 ? ` ${countOf(removed, 'column')} removed. Write a name back to keep that column.` : ''),
      ),
      ...fields,
      field(texts.length, texts.length === 0 ? 'All columns' : 'More columns, at the end'),
    ],
  };
}

function fieldTexts(draft: SchemaEdit): string[] | undefined {
  const texts = splitForFields(liveColumns(draft), columnsPerField);
  if (!texts || texts.length > mostFields) return undefined;
  return Buffer.byteLength(JSON.stringify(texts)) + texts.length * 400 <= mostBytes ? texts : undefined;
}

function field(i: number, hint: string, text?: string): InputBlock {
  return {
    type: 'input',
    block_id: `${schemaIds.block.columns}${i}`,
    label: plain('Columns', 2000),
    hint: plain(hint, 2000),
    optional: true,
    element: {
      type: 'plain_text_input',
      action_id: schemaIds.action.value,
      multiline: true,
      max_length: 3000,
      ...(text ? { initial_value: text } : {}),
    },
  };
}
