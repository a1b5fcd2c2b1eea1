import type { KnownBlock, ModalView } from '@slack/types';
import type { Command } from '../refusals.ts';
import { actions, context, plain, section } from './blocks.ts';
import { openDetails } from './details-button.ts';

export type Level = 'info' | 'warning' | 'error' | 'success';

/** A small modal that tells one thing. */
export function messageView(title: string, mrkdwn: string): ModalView {
  return smallModal(title, section(mrkdwn));
}

/** The same in the block that Slack has for it; not every Slack knows it yet. It holds 200 characters: a longer text is a section. */
export function alertView(title: string, mrkdwn: string, level: Level): ModalView {
  if (mrkdwn.length > 200) return messageView(title, mrkdwn);
  return smallModal(title, { type: 'alert', level, text: { type: 'mrkdwn', text: mrkdwn, verbatim: true } });
}

/** The request that a form became, in its place: never just away. */
export function preparedView(
  { requestId, number }: { requestId: string; number: number },
  command: Command,
): ModalView {
  const blocks = [
    section(`*#${number} is being prepared.* I'll message you.`),
    context(`\`${command} status ${number}\` shows how it stands.`),
    actions('prepared', openDetails(requestId)),
  ];
  // And what is below: `Details` of a request whose place this one takes.
  return { ...smallModal('Requested', ...blocks), clear_on_close: true };
}

function smallModal(title: string, ...blocks: KnownBlock[]): ModalView {
  return { type: 'modal', title: plain(title, 24), close: plain('Close', 24), blocks };
}
