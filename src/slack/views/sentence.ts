import type { KnownBlock } from '@slack/types';
import { cut, withoutMarkup } from '../text.ts';
import { section } from './blocks.ts';
import { longestFallback, type Message } from './card.ts';
import { fitMessage } from './fit-message.ts';

/** One sentence, privately. */
export function sentence(mrkdwn: string, end: KnownBlock[] = []): Message {
  const { text, blocks } = messageOf([mrkdwn]);
  return { text, blocks: [...blocks, ...end] };
}

/** A section for each line, as many as a message holds. */
export function messageOf(lines: string[]): Message {
  return {
    text: cut(withoutMarkup(lines.join('\n')), longestFallback),
    blocks: fitMessage(lines.map((line) => section(cut(line, 700)))),
  };
}
