import type { Block, BlockOf, Cell, ParsedBlock } from './block-kit/blocks.ts';
import type { Element } from './block-kit/elements.ts';
import type { RichText, RichTextInline } from './block-kit/rich-text.ts';
import type { TextObject } from './block-kit/texts.ts';
import type { FieldValue, FieldValues } from './field-value.ts';
import { chosenIds } from './menus.ts';
import { readChannel, readDate, readGroup, readMrkdwn, readUser } from './read-mrkdwn.ts';
import type { SlackMessage, SlackView } from './types.ts';
import type { Workspace } from './workspace.ts';

/** What a person reads of a message: its blocks in order, or its text when it has none, then its files. */
export function renderMessage(workspace: Workspace, message: SlackMessage): string {
  const body =
    message.blocks.length > 0 ? renderBlocks(workspace, message.blocks, {}) : readMrkdwn(workspace, message.text);
  return [body, ...message.files.map((file) => `[file ${file.title}]`)].filter((line) => line !== '').join('\n');
}

/** What a person reads of a modal or a Home tab, with what its fields hold and the errors beside them. */
export function renderView(workspace: Workspace, view: SlackView): string {
  const buttons = [view.close, view.submit].flatMap((label) => (label ? `[${label}]` : []));
  const lines = [
    view.type === 'modal' ? `── ${view.title} ──` : '',
    view.trouble ?? '',
    renderBlocks(workspace, view.blocks, view.values, view.errors),
    buttons.join(' '),
  ];
  return lines.filter((line) => line !== '').join('\n');
}

/** Blocks as lines of text. */
export function renderBlocks(
  workspace: Workspace,
  blocks: Block[],
  values: FieldValues,
  errors: Record<string, string> = {},
): string {
  return blocks
    .map((block) => {
      const text = renderBlock(workspace, block, values[block.block_id] ?? {});
      const error = errors[block.block_id];
      return error ? `${text}\n  ! ${error}` : text;
    })
    .filter((text) => text !== '')
    .join('\n');
}

/** A text object as a person reads it. */
export function readText(workspace: Workspace, text: TextObject): string {
  return text.type === 'mrkdwn' ? readMrkdwn(workspace, text.text) : text.text;
}

function renderBlock(workspace: Workspace, block: ParsedBlock, values: Record<string, FieldValue>): string {
  const read = (text: TextObject | undefined) => (text ? [readText(workspace, text)] : []);
  const element = (each: Element) => renderElement(workspace, each, values[each.action_id ?? '']);
  switch (block.type) {
    case 'header':
      return block.text.text;
    case 'section':
      return renderSection(block, read, element);
    case 'divider':
      return '────';
    case 'context':
      return block.elements
        .map((each) => (each.type === 'image' ? each.alt_text : readText(workspace, each)))
        .join(' ');
    case 'actions':
      return block.elements.map(element).join(' ');
    case 'image':
      return `[image ${block.alt_text}]`;
    case 'rich_text':
      return renderRichText(workspace, block);
    case 'input':
      return [`${block.label.text}: ${element(block.element)}`, ...read(block.hint)].join('\n  ');
    case 'table':
      return block.rows.map((row) => renderRow(workspace, row)).join('\n');
    case 'data_table':
      return [block.caption, ...block.rows.map((row) => renderRow(workspace, row))].join('\n');
    case 'markdown':
      return block.text;
    case 'alert':
      return `⚠ ${readText(workspace, block.text)}`;
    case 'card':
      return [
        ...read(block.title),
        ...read(block.subtitle),
        ...read(block.body),
        ...read(block.subtext),
        ...(block.actions ?? []).map(element),
      ].join('\n');
    case 'carousel':
      return block.elements.map((card) => renderBlock(workspace, card, values)).join('\n');
    case 'task_card':
      return `${block.status}: ${block.title}`;
    case 'plan':
      return [block.title, ...(block.tasks ?? []).map((task) => renderBlock(workspace, task, values))].join('\n');
  }
}

function renderSection(
  block: BlockOf<'section'>,
  read: (text: TextObject | undefined) => string[],
  element: (each: Element) => string,
): string {
  const { accessory } = block;
  const beside = accessory === undefined ? [] : [accessory.type === 'image' ? accessory.alt_text : element(accessory)];
  const fields = (block.fields ?? []).flatMap(read);
  return [[...read(block.text), ...beside].join('  '), ...fields].filter((line) => line !== '').join('\n');
}

function renderElement(workspace: Workspace, element: Element, value: FieldValue | undefined): string {
  switch (element.type) {
    case 'button':
      return `[${element.text.text}]`;
    case 'overflow':
      return `[… ${element.options.map((option) => option.text.text).join(' / ')}]`;
    case 'radio_buttons':
    case 'checkboxes': {
      const chosen = [value?.selected_option, ...(value?.selected_options ?? [])].map((option) => option?.value);
      return element.options
        .map((option) => `${chosen.includes(option.value) ? '(•)' : '( )'} ${readText(workspace, option.text)}`)
        .join('  ');
    }
    default: {
      const placeholder = 'placeholder' in element ? element.placeholder?.text : undefined;
      const held = readValue(workspace, value);
      return element.type.endsWith('_input') ? held || '____' : `[${held || placeholder || 'Choose'} ▾]`;
    }
  }
}

function readValue(workspace: Workspace, value: FieldValue | undefined): string {
  const options = [value?.selected_option, ...(value?.selected_options ?? [])].flatMap((option) => option ?? []);
  const plain = [value?.value, value?.selected_date].flatMap((text) => text ?? []);
  return [
    ...plain,
    ...options.map((option) => readText(workspace, option.text)),
    ...chosenIds(value).map((id) => {
      const channel = workspace.channels.get(id);
      return channel ? `#${channel.name}` : readUser(workspace, id);
    }),
  ].join(', ');
}

function renderRow(workspace: Workspace, row: Cell[]): string {
  return row.map((cell) => (cell.type === 'rich_text' ? renderRichText(workspace, cell) : cell.text)).join(' | ');
}

function renderRichText(workspace: Workspace, block: RichText): string {
  const inlines = (elements: RichTextInline[]) => elements.map((each) => renderInline(workspace, each)).join('');
  return block.elements
    .map((part) => {
      if (part.type !== 'rich_text_list') return inlines(part.elements);
      const mark = (index: number) => (part.style === 'ordered' ? `${index + 1}.` : '•');
      return part.elements.map((section, index) => `${mark(index)} ${inlines(section.elements)}`).join('\n');
    })
    .join('\n');
}

function renderInline(workspace: Workspace, inline: RichTextInline): string {
  switch (inline.type) {
    case 'text':
      return inline.text;
    case 'link':
      return inline.text ?? inline.url;
    case 'emoji':
      return inline.unicode
        ? String.fromCodePoint(...inline.unicode.split('-').map((hex) => Number.parseInt(hex, 16)))
        : `:${inline.name}:`;
    case 'user':
      return readUser(workspace, inline.user_id);
    case 'usergroup':
      return readGroup(workspace, inline.usergroup_id);
    case 'channel':
      return readChannel(workspace, inline.channel_id);
    case 'broadcast':
      return `@${inline.range}`;
    case 'date':
      return readDate(inline.timestamp, inline.format);
    case 'color':
      return inline.value;
  }
}
