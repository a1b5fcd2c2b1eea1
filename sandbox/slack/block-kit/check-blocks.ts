import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Block, type BlockType, block, type ParsedBlock } from './blocks.ts';
import type { Element } from './elements.ts';
import { limits } from './limits.ts';
import { type Problem, problemsOf, unsupported } from './problems.ts';

export type Surface = 'message' | 'modal' | 'home';

/** Which blocks may stand where. */
const classic: BlockType[] = ['header', 'section', 'divider', 'context', 'actions', 'image', 'rich_text', 'input'];
const surfaces: Record<Surface, BlockType[]> = {
  message: [...classic, 'table', 'data_table', 'markdown', 'card', 'carousel', 'plan', 'task_card'],
  modal: [...classic, 'alert', 'card'],
  home: [...classic, 'table', 'data_table', 'card', 'carousel'],
};

/** The blocks as Slack keeps them, or all that is wrong with them. */
export type Checked<T> = { ok: true; value: T } | { ok: false; problems: Problem[] };

/**
 * Checks an array of blocks as Slack does for this surface. `refused` names block types that this workspace's Slack does
 * not know yet. `root` is the JSON pointer of the array.
 */
export function checkBlocks(
  input: unknown,
  surface: Surface,
  refused: ReadonlySet<string>,
  root = '/blocks',
): Checked<Block[]> {
  const most = surface === 'message' ? limits.messageBlocks : limits.viewBlocks;
  const parsed = z.array(block).max(most).safeParse(input, { reportInput: true });
  if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error, root) };
  const problems = [
    ...misplaced(parsed.data, surface, refused, root),
    ...repeatedIds(parsed.data, root),
    ...alone(parsed.data, root),
  ];
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, value: parsed.data.map(asKept) };
}

/** How much of a message's allowance its blocks use up: their text, and about 125 characters more for each block. */
export function messageWeight(blocks: Block[]): number {
  return blocks.reduce((sum, each) => sum + limits.blockOverhead + textLength(each), 0);
}

function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + textLength(each), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [key, inner]) => {
    return sum + (key === 'text' && typeof inner === 'string' ? inner.length : textLength(inner));
  }, 0);
}

function misplaced(blocks: ParsedBlock[], surface: Surface, refused: ReadonlySet<string>, root: string): Problem[] {
  return blocks.flatMap((each, index) => {
    if (refused.has(each.type) || !surfaces[surface].includes(each.type)) {
      return [unsupported(`${root}/${index}/type`, each.type)];
    }
    if (surface === 'modal' || each.type !== 'input' || each.element.type !== 'number_input') return [];
    return [unsupported(`${root}/${index}/element/type`, each.element.type)];
  });
}

function repeatedIds(blocks: ParsedBlock[], root: string): Problem[] {
  const seen = new Set<string>();
  return blocks.flatMap((each, index) => {
    const problems: Problem[] = [];
    if (each.block_id !== undefined && seen.has(each.block_id)) {
      problems.push({ pointer: `${root}/${index}/block_id`, message: `block_id already exists: ${each.block_id}` });
    }
    if (each.block_id !== undefined) seen.add(each.block_id);
    const ids = elementsOf(each).flatMap((element) => element.action_id ?? []);
    const twice = ids.find((id, at) => ids.indexOf(id) !== at);
    if (twice) problems.push({ pointer: `${root}/${index}/elements`, message: `action_id already exists: ${twice}` });
    return problems;
  });
}

/** One table a message, one focused element a view. */
function alone(blocks: ParsedBlock[], root: string): Problem[] {
  const problems: Problem[] = [];
  if (blocks.filter((each) => each.type === 'table' || each.type === 'data_table').length > 1) {
    problems.push({ pointer: root, message: 'only one table allowed' });
  }
  const focused = blocks
    .flatMap((each) => elementsOf(each))
    .filter((element) => 'focus_on_load' in element && element.focus_on_load);
  if (focused.length > 1) problems.push({ pointer: root, message: 'only one element can set `focus_on_load`' });
  return problems;
}

/** The interactive elements of a block, in reading order. */
export function elementsOf(each: ParsedBlock): Element[] {
  if (each.type === 'actions') return each.elements;
  if (each.type === 'input') return [each.element];
  if (each.type === 'section' && each.accessory && each.accessory.type !== 'image') return [each.accessory];
  if (each.type === 'card') return each.actions ?? [];
  if (each.type === 'carousel') return each.elements.flatMap((inner) => inner.actions ?? []);
  return [];
}

/** Slack names what the app left unnamed: a new id each time, so that fields without ids lose what was typed. */
function asKept(each: ParsedBlock): Block {
  const kept = structuredClone(each);
  for (const element of elementsOf(kept)) element.action_id ??= shortId();
  return { ...kept, block_id: kept.block_id ?? shortId() };
}

function shortId(): string {
  return randomBytes(4).toString('base64url').slice(0, 5);
}
