import type { Block, BlockOf } from './block-kit/blocks.ts';
import type { Element } from './block-kit/elements.ts';
import type { TextObject } from './block-kit/texts.ts';
import { chosenOptions, type FieldValue, type FieldValues } from './field-value.ts';
import { readMrkdwn } from './read-mrkdwn.ts';
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

function renderBlock(workspace: Workspace, block: Block, values: Record<string, FieldValue>): string {
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
        .map((each) => (each.type === 'image' ? notDrawn(each) : readText(workspace, each)))
        .join(' ');
    case 'actions':
      return block.elements.map(element).join(' ');
    case 'input':
      return [`${block.label.text}: ${element(block.element)}`, ...read(block.hint)].join('\n  ');
    case 'alert':
      return `⚠ ${readText(workspace, block.text)}`;
    default:
      return notDrawn(block);
  }
}

function renderSection(
  block: BlockOf<'section'>,
  read: (text: TextObject | undefined) => string[],
  element: (each: Element) => string,
): string {
  const { accessory } = block;
  const beside = accessory === undefined ? [] : [accessory.type === 'image' ? notDrawn(accessory) : element(accessory)];
  const fields = (block.fields ?? []).flatMap(read);
  return [[...read(block.text), ...beside].join('  '), ...fields].filter((line) => line !== '').join('\n');
}

function renderElement(workspace: Workspace, element: Element, value: FieldValue | undefined): string {
  switch (element.type) {
    case 'button':
      return `[${element.text.text}]`;
    case 'overflow':
      return `[… ${element.options.map((option) => option.text.text).join(' / ')}]`;
    case 'radio_buttons': {
      const chosen = value?.selected_option?.value;
      return element.options
        .map((option) => `${option.value === chosen ? '(•)' : '( )'} ${readText(workspace, option.text)}`)
        .join('  ');
    }
    case 'plain_text_input':
      return value?.value || '____';
    case 'static_select':
    case 'external_select':
    case 'multi_static_select':
    case 'multi_external_select': {
      const held = chosenOptions(value).map((option) => readText(workspace, option.text));
      return `[${held.join(', ') || element.placeholder?.text || 'Choose'} ▾]`;
    }
    default:
      return notDrawn(element);
  }
}

/** What Slack has, and takes here, and nobody sees in this sandbox. */
function notDrawn({ type }: { type: string }): string {
  return `[${type}]`;
}
