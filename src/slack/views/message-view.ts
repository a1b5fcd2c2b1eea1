import type { KnownBlock, ModalView } from '@slack/types';
import { plain, section } from './blocks.ts';

export type Level = 'info' | 'warning' | 'error' | 'success';

/** A small modal that tells one thing. `alert` is the block that Slack has for it; not every Slack knows it yet. */
export function messageView(title: string, mrkdwn: string, level: Level, style: 'alert' | 'section'): ModalView {
  return {
    type: 'modal',
    title: plain(title, 24),
    close: plain('Close', 24),
    blocks: style === 'alert' ? alertBlocks(mrkdwn, level) : [section(mrkdwn)],
  };
}

/** An alert holds 200 characters; a longer text stands in a section, once. */
function alertBlocks(mrkdwn: string, level: Level): KnownBlock[] {
  if (mrkdwn.length > 200) return [section(mrkdwn)];
  return [{ type: 'alert', level, text: { type: 'mrkdwn', text: mrkdwn, verbatim: true } }];
}
