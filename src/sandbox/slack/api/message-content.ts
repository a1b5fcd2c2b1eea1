import type { Block } from '../block-kit/blocks.ts';
import { checkBlocks, messageWeight } from '../block-kit/check-blocks.ts';
import { limits } from '../block-kit/limits.ts';
import { problemLine } from '../block-kit/problems.ts';
import type { SlackContext } from '../context.ts';
import type { JsonObject } from '../types.ts';
import { type Args, SlackError } from './method.ts';

export interface MessageContent {
  text: string;
  blocks: Block[];
  metadata: JsonObject | null;
}

/** Reads what a message is to say, and refuses what Slack would. `longest` is the limit of `text`. */
export function messageContent(ctx: SlackContext, args: Args, longest: number): MessageContent {
  const text = args.text('text') ?? '';
  const given = args.json('blocks', 'invalid_blocks_format');
  if (given !== undefined && !Array.isArray(given)) throw new SlackError('invalid_blocks_format');
  const blocks = given === undefined || given.length === 0 ? [] : blocksOf(ctx, given);
  if (text === '' && blocks.length === 0) throw new SlackError('no_text');
  if (text.length > longest) throw new SlackError('msg_too_long');
  return { text, blocks, metadata: metadataOf(args) };
}

function blocksOf(ctx: SlackContext, given: unknown[]): Block[] {
  const checked = checkBlocks(given, 'message', ctx.faults.refusedBlocks);
  if (!checked.ok) {
    const messages = checked.problems.map(problemLine);
    const errors = checked.problems.map((each) => `${each.message} [json-pointer:${each.pointer}]`);
    throw SlackError.withMessages('invalid_blocks', messages, { errors });
  }
  if (messageWeight(checked.value) > limits.messageBlockText) throw new SlackError('msg_blocks_too_long');
  return checked.value;
}

function metadataOf(args: Args): JsonObject | null {
  const given = args.json('metadata', 'invalid_metadata_format');
  if (given === undefined) return null;
  if (typeof given !== 'object' || given === null || !('event_type' in given) || !('event_payload' in given)) {
    throw new SlackError('invalid_metadata_schema');
  }
  return { ...given };
}
