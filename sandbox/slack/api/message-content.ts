import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Block } from '../block-kit/blocks.ts';
import { checkBlocks, messageWeight } from '../block-kit/check-blocks.ts';
import { limits } from '../block-kit/limits.ts';
import { errorFor, problemLine } from '../block-kit/problems.ts';
import type { SlackContext } from '../context.ts';
import type { JsonObject } from '../types.ts';
import { type Args, SlackError } from './method.ts';

const metadata = z.looseObject({ event_type: z.string().min(1), event_payload: z.record(z.string(), z.unknown()) });

export interface MessageContent {
  text: string;
  blocks: Block[];
  /** Null: none, or an empty object, which takes it away. */
  metadata: JsonObject | null;
}

/** Reads what a message is to say, and refuses what Slack would. `longest` is the limit of `text`. */
export function messageContent(ctx: SlackContext, args: Args, longest: number): MessageContent {
  const text = args.text('text') ?? '';
  const given = args.json('blocks', 'invalid_blocks_format');
  if (given !== undefined && !Array.isArray(given)) throw new SlackError('invalid_blocks_format');
  const attachments = args.json('attachments');
  if (Array.isArray(attachments) && attachments.length > 0) {
    throw SlackError.withMessages('not_in_this_sandbox', ['[ERROR] not in this sandbox: attachments']);
  }
  const markdown = args.text('markdown_text');
  if (markdown && (text !== '' || given)) throw new SlackError('markdown_text_conflict');
  if (markdown && markdown.length > limits.markdown) throw new SlackError('msg_too_long');
  const sent = markdown ? [{ type: 'markdown', text: markdown }] : (given ?? []);
  const blocks = sent.length === 0 ? [] : blocksOf(ctx, sent);
  if (text === '' && blocks.length === 0) throw new SlackError('no_text');
  if (text.length > longest) throw new SlackError('msg_too_long');
  return { text, blocks, metadata: metadataOf(args) };
}

function blocksOf(ctx: SlackContext, given: unknown[]): Block[] {
  const checked = checkBlocks(given, 'message', ctx.faults.refusedBlocks);
  if (!checked.ok) {
    const messages = checked.problems.map(problemLine);
    const errors = checked.problems.map((each) => `${each.message} [json-pointer:${each.pointer}]`);
    throw SlackError.withMessages(errorFor(checked.problems, 'invalid_blocks'), messages, { errors });
  }
  if (messageWeight(checked.value) > limits.messageBlockText) throw new SlackError('msg_blocks_too_long');
  return checked.value;
}

/** The thread a message is to go into; null: none. Throws `invalid_thread_ts`. */
export function threadOf(args: Args): string | null {
  const ts = args.text('thread_ts');
  if (ts === undefined) return null;
  if (!/^\d+\.\d+$/.test(ts)) throw new SlackError('invalid_thread_ts');
  return ts;
}

function metadataOf(args: Args): JsonObject | null {
  const given = args.json('metadata', 'invalid_metadata_format');
  if (given === undefined || isDeepStrictEqual(given, {})) return null;
  const parsed = metadata.safeParse(given);
  if (!parsed.success) throw new SlackError('invalid_metadata_schema');
  return parsed.data;
}
