import type { ActionsBlock, KnownBlock, Overflow, PlainTextOption, StaticSelect } from '@slack/types';
import type { SchemaDiff } from '../../change/schema/diff.ts';
import { type EditedColumn, liveColumns, type SchemaEdit } from '../../change/schema/edit.ts';
import { oneLine, showNumber } from '../text.ts';
import { actions, button, plain } from './blocks.ts';
import { columnChoice, type SchemaMetadata, schemaIds } from './schema-ids.ts';
import { columnName } from './schema-lines.ts';

/**
 * The columns of a page, in order, each with its menu. Slack gives the focus to a select, never to the small `…` menu: the
 * column that was just edited has a select.
 */
export function columnSections(
  draft: SchemaEdit,
  diff: SchemaDiff,
  columns: readonly EditedColumn[],
  { edited, version }: Pick<SchemaMetadata, 'edited' | 'version'>,
): KnownBlock[] {
  const positions = new Map(liveColumns(draft).map(({ id }, at) => [id, at + 1]));
  const moved = new Set(diff.flatMap((change) => (change.change === 'altered' && change.moved ? [change.before] : [])));
  return columns.map((column) => ({
    type: 'section',
    // A select keeps what was chosen in it, and so chooses nothing the second time, until its block has another id.
    block_id: column.id === edited ? `column-${column.id}-${version}` : `column-${column.id}`,
    text: plain(columnLine(column, draft, positions.get(column.id), moved), 3000),
    accessory: column.id === edited ? focusedMenu(column) : columnMenu(column),
  }));
}

function columnMenu(column: EditedColumn): Overflow {
  return { type: 'overflow', action_id: schemaIds.action.column, options: choices(column) };
}

function focusedMenu(column: EditedColumn): StaticSelect {
  return {
    type: 'static_select',
    action_id: schemaIds.action.column,
    placeholder: plain('Edit again', 150),
    options: choices(column),
    focus_on_load: true,
  };
}

export function pageButtons({ page, pages, asText }: { page: number; pages: number; asText: boolean }): ActionsBlock {
  const { action } = schemaIds;
  return actions(
    'schema_buttons',
    button({ text: 'Add column', actionId: action.add }),
    ...(asText ? [button({ text: 'Edit as text', actionId: action.text })] : []),
    ...(page > 0 ? [button({ text: 'Previous columns', actionId: action.previous, value: String(page - 1) })] : []),
    ...(page < pages - 1 ? [button({ text: 'Next columns', actionId: action.next, value: String(page + 1) })] : []),
  );
}

function columnLine(
  column: EditedColumn,
  { before }: SchemaEdit,
  position: number | undefined,
  moved: ReadonlySet<number>,
): string {
  const was = column.from === undefined ? undefined : before[column.from];
  if (column.removed) return `Removed: ${columnName(was?.name ?? column.name)} · ${oneLine(was?.type ?? column.type)}`;
  const notes = [
    ...(was === undefined ? ['new'] : []),
    ...(was && was.name !== column.name ? [`${column.suggested ? 'taken for' : 'was'} ${columnName(was.name)}`] : []),
    ...(was && was.type !== column.type ? [`was ${oneLine(was.type)}`] : []),
    ...(column.from !== undefined && moved.has(column.from) ? [`moved from ${showNumber(column.from + 1)}`] : []),
  ];
  const line = `${showNumber(position ?? 0)}. ${columnName(column.name)} · ${oneLine(column.type)}`;
  return notes.length === 0 ? line : `${line} (${notes.join(', ')})`;
}

function choices({ id, removed }: EditedColumn): PlainTextOption[] {
  if (removed) return [{ text: plain('Keep', 75), value: columnChoice('keep', id) }];
  return [
    { text: plain('Rename', 75), value: columnChoice('rename', id) },
    { text: plain('Change type', 75), value: columnChoice('retype', id) },
    { text: plain('Move…', 75), value: columnChoice('move', id) },
    { text: plain('Remove', 75), value: columnChoice('remove', id) },
  ];
}
