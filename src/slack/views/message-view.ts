import type { KnownBlock, ModalView } from '@slack/types';
import { cut, withoutMarkup } from '../text.ts';
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

/** People and groups in brackets: plain text would show their ids. */
const mentioned = / \((?:<@|<!subteam\^)[^()]*\)/g;

/** An alert holds 200 characters; a longer text stands whole below its first sentence. */
function alertBlocks(mrkdwn: string, level: Level): KnownBlock[] {
  if (mrkdwn.length <= 200) return [{ type: 'alert', level, text: { type: 'mrkdwn', text: mrkdwn, verbatim: true } }];
  const [first = ''] = withoutMarkup(mrkdwn.replace(mentioned, '')).split(/(?<=\.) /, 1);
  return [{ type: 'alert', level, text: plain(cut(first, 200), 200) }, section(mrkdwn)];
}
