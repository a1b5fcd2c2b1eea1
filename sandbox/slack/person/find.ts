import type { Block } from '../block-kit/blocks.ts';
import { elementsOf } from '../block-kit/check-blocks.ts';
import type { Element } from '../block-kit/elements.ts';
import { readText } from '../render-text.ts';
import type { Workspace } from '../workspace.ts';
import type { TextMatch } from './types.ts';

/** An element on the screen, and how a person would name it. */
export interface Found {
  block: Block;
  element: Element;
  /** A button's text; a field's label, or the text or placeholder that stands for one. */
  label: string;
  /** The text of the section beside it. */
  row: string;
}

/** Those that match wholly, or, when none does, those that match in part. */
export function matching<T>(items: T[], textOf: (item: T) => string, wanted: TextMatch): T[] {
  if (typeof wanted !== 'string') return items.filter((item) => wanted.test(textOf(item)));
  const whole = items.filter((item) => textOf(item) === wanted);
  return whole.length > 0 ? whole : items.filter((item) => textOf(item).includes(wanted));
}

export function matches(text: string, wanted: TextMatch): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}

/** All buttons, in reading order. */
export function buttonsIn(workspace: Workspace, blocks: Block[]): Found[] {
  return elementsIn(workspace, blocks).filter(({ element }) => element.type === 'button');
}

/** All fields and menus, in reading order. */
export function fieldsIn(workspace: Workspace, blocks: Block[]): Found[] {
  return elementsIn(workspace, blocks).filter(({ element }) => element.type !== 'button');
}

/** The one that a person means. Throws when several might be meant; null when none is there (yet). */
export function theOne(found: Found[], label: TextMatch, row: TextMatch | undefined): Found | null {
  const candidates = matching(found, (each) => each.label, label);
  const here = row === undefined ? candidates : matching(candidates, (each) => each.row, row);
  if (here.length <= 1) return here[0] ?? null;
  const beside = here.map((each) => `"${each.label}" beside "${each.row}"`).join(', ');
  throw new Error(`Several are called ${String(label)}: ${beside}. Say which with \`row\``);
}

function elementsIn(workspace: Workspace, blocks: Block[]): Found[] {
  return blocks.flatMap((block) => {
    const row = block.type === 'section' && block.text ? readText(workspace, block.text) : '';
    return elementsOf(block).map((element) => ({ block, element, row, label: labelOf(block, element, row) }));
  });
}

function labelOf(block: Block, element: Element, row: string): string {
  if (element.type === 'button') return element.text.text;
  if (block.type === 'input') return block.label.text;
  if (row) return row;
  return ('placeholder' in element ? element.placeholder?.text : undefined) ?? element.action_id ?? element.type;
}
