import type { KnownBlock } from '@slack/types';
import { cut } from '../text.ts';

/**
 * All text of one message's blocks, each block costing about 125 more: measured by others at 13,297 (slackapi/bolt-js
 * 2509), undocumented; beyond it Slack answers `msg_blocks_too_long`.
 */
const roomForText = 13_000;
const costOfBlock = 125;

/** The same blocks, the longest sections cut until Slack takes them as one message. */
export function fitMessage(blocks: KnownBlock[]): KnownBlock[] {
  let fitted = blocks;
  for (let over = weigh(fitted) - roomForText; over > 0; over = weigh(fitted) - roomForText) {
    const lengths = fitted.map((block) => (block.type === 'section' ? (block.text?.text.length ?? 0) : 0));
    const longest = Math.max(...lengths);
    if (longest < 200) return fitted;
    const at = lengths.indexOf(longest);
    fitted = fitted.map((block, index) => (index === at ? shortened(block, Math.max(100, longest - over)) : block));
  }
  return fitted;
}

function shortened(block: KnownBlock, max: number): KnownBlock {
  if (block.type !== 'section' || block.text === undefined) return block;
  return { ...block, text: { ...block.text, text: cut(block.text.text, max) } };
}

function weigh(blocks: KnownBlock[]): number {
  return blocks.reduce((sum, block) => sum + costOfBlock + textLength(block), 0);
}

function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + textLength(each), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) => sum + (key === 'text' && typeof inner === 'string' ? inner.length : textLength(inner)),
    0,
  );
}
