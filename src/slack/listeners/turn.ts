import type { KnownBlock, ModalView } from '@slack/types';
import type { Catalog } from '../../catalog/types.ts';
import type { Policy } from '../../change/types.ts';
import type { Refusal } from '../../change/votes/refusal.ts';
import type { Logger } from '../../logger.ts';
import type { MessageRef } from '../../workflow/ports.ts';
import type { Drafts, Workflow } from '../../workflow/use-cases.ts';
import { callSlack, orWhenRefused, SlackRefusal } from '../call-slack.ts';
import type { SlackClient } from '../client.ts';
import { type Command, refusalSentence } from '../refusals.ts';
import type { Tracker } from '../tracker.ts';
import type { Message } from '../views/card.ts';
import { sentence } from '../views/lists.ts';
import { type Level, messageView } from '../views/message-view.ts';

/** All that listeners work with. */
export interface ListenerDeps {
  client: SlackClient;
  workflow: Workflow;
  catalog: Catalog;
  drafts: Drafts;
  /** From the policy: Slack people whose Domo user has another e-mail. */
  people: Policy['people'];
  logger: Logger;
  now: () => Date;
  tracker: Tracker;
  /** Deliveries are acknowledged after so long in any case, in ms; Slack waits for 3 s. */
  ackWithin: number;
  newReference: () => string;
}

/** One thing that a person did, and the ways to answer them. */
export interface Turn {
  slackId: string;
  triggerId?: string | undefined;
  /** The message whose button was pressed; never trusted for more than comparing. */
  message?: MessageRef | undefined;
  /** The modal in which they are, if they are in one. */
  modal?: { id: string } | undefined;
  /** The fields of a form that was sent, by block id: beside one of them a failure can be told. */
  fields?: string[] | undefined;
  /** What the slash command or button lets us answer privately where they are. */
  respond?: ((message: Message & { replace?: boolean | undefined }) => Promise<void>) | undefined;
  /** The first call counts. With no argument: seen. */
  ack(answer?: unknown): Promise<void>;
  acked(): boolean;
  /** How long the delivery has been here, in ms. */
  elapsed(): number;
  /**
   * Asked by a submission right before it has an effect; from here on it acknowledges itself. False: it took so long that
   * the person was told already that nothing was done.
   */
  begin(): boolean;
  /** Whether its effect is under way, or done. */
  begun(): boolean;
}

/** What Slack answers when a modal came too late, or cannot stand here. */
const tooLate = [
  'expired_trigger_id',
  'exchanged_trigger_id',
  'invalid_trigger_id',
  'trigger_expired',
  'push_limit_reached',
];

/** A modal that was just opened; `hash` is what Slack compares before it replaces what is shown. */
export interface OpenedModal {
  viewId: string;
  hash?: string | undefined;
}

/** Opens a modal, above the one in which the person is. `too late`: Slack's few seconds for it are over. */
export async function openModal(deps: ListenerDeps, turn: Turn, view: ModalView): Promise<OpenedModal | 'too late'> {
  const { triggerId: trigger_id, modal } = turn;
  if (trigger_id === undefined) return 'too late';
  const { views } = deps.client.web;
  try {
    const answer = await callSlack(() => (modal ? views.push({ trigger_id, view }) : views.open({ trigger_id, view })));
    return { viewId: answer.view?.id ?? '', hash: answer.view?.hash };
  } catch (error) {
    if (error instanceof SlackRefusal && tooLate.includes(error.error)) return 'too late';
    throw error;
  }
}

export interface Telling {
  title: string;
  /** mrkdwn. */
  words: string;
  level: Level;
  /** For where no modal can open. */
  blocks?: KnownBlock[] | undefined;
}

/**
 * Tells one person something where they are looking: a small modal; where none can open, privately in the channel; and
 * where that cannot be either, in a DM.
 */
export async function tellPrivately(deps: ListenerDeps, turn: Turn, telling: Telling): Promise<void> {
  if (await showModal(deps, turn, telling)) return;
  await sayPrivately(deps, turn, sentence(telling.words, telling.blocks));
}

/** `command`: what the person had typed, if they did. */
export function tellRefusal(deps: ListenerDeps, turn: Turn, refusal: Refusal, command?: Command): Promise<void> {
  return tellPrivately(deps, turn, { title: 'Not done', words: refusalSentence(refusal, command), level: 'warning' });
}

/** A message that only this person sees. */
export async function sayPrivately(deps: ListenerDeps, turn: Turn, message: Message): Promise<void> {
  const { chat } = deps.client.web;
  const { text, blocks } = message;
  try {
    if (turn.respond !== undefined) return await turn.respond(message);
    if (turn.message === undefined) throw new Error('There is no channel to answer in.');
    const { channel } = turn.message;
    await callSlack(() => chat.postEphemeral({ channel, user: turn.slackId, text, blocks }));
  } catch (err) {
    deps.logger.debug({ err, slackId: turn.slackId }, 'no private answer where the person is: a DM instead');
    await callSlack(() => chat.postMessage({ channel: turn.slackId, text, blocks, unfurl_links: false }));
  }
}

/** What Slack answers of a modal that its person has closed. */
export const closedModal = ['not_found', 'view_not_found'];

/** Replaces what a modal shows. False: the person has closed it, and nothing is lost by that. */
export function updateModal(deps: ListenerDeps, viewId: string, view: ModalView): Promise<boolean> {
  const { views } = deps.client.web;
  return orWhenRefused(
    closedModal,
    () => views.update({ view_id: viewId, view }).then(() => true),
    () => false,
  );
}

async function showModal(deps: ListenerDeps, turn: Turn, { title, words, level }: Telling): Promise<boolean> {
  if (turn.triggerId === undefined) return false;
  for (const style of ['alert', 'section'] as const) {
    try {
      return (await openModal(deps, turn, messageView(title, words, level, style))) !== 'too late';
    } catch (err) {
      // A Slack that does not know `alert` yet gets the same words in a section.
      const unknownBlock = err instanceof SlackRefusal && err.error === 'invalid_arguments';
      if (!unknownBlock) deps.logger.debug({ err, slackId: turn.slackId }, 'no modal for a private answer');
      if (!unknownBlock) return false;
    }
  }
  return false;
}
