import type { ModalView } from '@slack/types';
import { callSlack, orWhenRefused, SlackRefusal } from '../call-slack.ts';
import type { Message } from '../views/card.ts';
import { alertView, messageView } from '../views/message-view.ts';
import { sentence } from '../views/sentence.ts';
import type { Delivery } from './delivery.ts';
import type { ListenerDeps } from './deps.ts';
import type { OpenedModal, Reply, Telling } from './reply.ts';

/** What Slack answers of a modal that its person has closed. */
export const closedModal = ['not_found', 'view_not_found'];

/** What Slack answers when a modal came too late, or cannot stand here. */
const tooLate = [
  'expired_trigger_id',
  'exchanged_trigger_id',
  'invalid_trigger_id',
  'trigger_expired',
  'push_limit_reached',
];

export type ShowDeps = Pick<ListenerDeps, 'client' | 'logger'>;

/** Shows what a command, a shortcut or a click came to. Whoever closed the modal meanwhile is told nothing of it. */
export async function show(deps: ShowDeps, from: Delivery, reply: Reply): Promise<void> {
  const { view, open, say, tell } = reply;
  if (view !== undefined && from.view !== undefined) await updateModal(deps, from.view.id, view);
  if (say !== undefined) await sayPrivately(deps, from, say);
  if (tell !== undefined) await tellPrivately(deps, from, tell);
  if (open === undefined) return;
  const opened = await openModal(deps, from, open.view);
  if (opened === 'closed') return;
  if (opened !== 'too late') return open.opened?.(opened);
  await show(deps, from, open.late);
  await open.late.after?.();
}

/**
 * Tells one person something where they are looking: where they typed; in a small modal; where none can open, privately
 * in the channel; and where that cannot be either, in a DM.
 */
export async function tellPrivately(deps: ShowDeps, from: Delivery, telling: Telling): Promise<void> {
  if (!from.typed && (await showModal(deps, from, telling))) return;
  await sayPrivately(deps, from, sentence(telling.words));
}

/** A message that only this person sees. */
async function sayPrivately(deps: ShowDeps, from: Delivery, { text, blocks }: Message): Promise<void> {
  const { chat } = deps.client.web;
  try {
    if (from.respond !== undefined) return void (await from.respond({ text, blocks }));
    if (from.message === undefined) throw new Error('There is no channel to answer in.');
    const { channel } = from.message;
    await callSlack(() => chat.postEphemeral({ channel, user: from.slackId, text, blocks }));
  } catch (err) {
    deps.logger.debug({ err, slackId: from.slackId }, 'no private answer where the person is: a DM instead');
    await callSlack(() => chat.postMessage({ channel: from.slackId, text, blocks, unfurl_links: false }));
  }
}

/** Replaces what a modal shows. False: the person has closed it, and nothing is lost by that. */
export function updateModal(deps: ShowDeps, viewId: string, view: ModalView): Promise<boolean> {
  const { views } = deps.client.web;
  return orWhenRefused(
    closedModal,
    () => views.update({ view_id: viewId, view }).then(() => true),
    () => false,
  );
}

/** `too late`: Slack's few seconds for it are over. `closed`: so is the modal above which it would stand. */
async function openModal(
  deps: ShowDeps,
  from: Delivery,
  view: ModalView,
): Promise<OpenedModal | 'too late' | 'closed'> {
  const { triggerId: trigger_id } = from;
  if (trigger_id === undefined) return 'too late';
  const { views } = deps.client.web;
  const above = from.view?.type === 'modal';
  try {
    const answer = await callSlack(() => (above ? views.push({ trigger_id, view }) : views.open({ trigger_id, view })));
    return { viewId: answer.view?.id ?? '', hash: answer.view?.hash };
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    if (tooLate.includes(error.error)) return 'too late';
    if (above && closedModal.includes(error.error)) return 'closed';
    throw error;
  }
}

/** False: none can open here. */
async function showModal(deps: ShowDeps, from: Delivery, { title, words, level }: Telling): Promise<boolean> {
  if (from.triggerId === undefined) return false;
  for (const view of [alertView(title, words, level), messageView(title, words)]) {
    try {
      return typeof (await openModal(deps, from, view)) !== 'string';
    } catch (err) {
      // A Slack that does not know `alert` yet gets the same words in a section.
      const unknownBlock = err instanceof SlackRefusal && err.error === 'invalid_arguments';
      if (!unknownBlock) deps.logger.debug({ err, slackId: from.slackId }, 'no modal for a private answer');
      if (!unknownBlock) return false;
    }
  }
  return false;
}
