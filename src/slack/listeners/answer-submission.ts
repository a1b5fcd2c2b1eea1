import { setTimeout as delay } from 'node:timers/promises';
import type { ModalView } from '@slack/types';
import { coerceError } from '../../errors.ts';
import type { Command } from '../refusals.ts';
import { sentence } from '../views/lists.ts';
import { messageView } from '../views/message-view.ts';
import { sendingView } from '../views/owner-form.ts';
import { type ListenerDeps, sayPrivately, type Turn, updateModal } from './turn.ts';

/** What a form that was sent comes to. */
export interface Answer {
  view: ModalView;
  /** mrkdwn; said in a DM when nobody sees the view any more. Undefined where another message tells it. */
  elsewhere?: string | undefined;
}

/** Nothing was done; `words`, in mrkdwn, say why. */
export function notDone(words: string): Answer {
  return { view: messageView('Not done', words, 'warning', 'section'), elsewhere: words };
}

/**
 * Shows in the sent form's place what `work` comes to. Slack waits 3 s for that: work that takes longer (Slack itself may
 * have to be asked who someone is) is announced, goes on, and is shown when it is done.
 * `command` lists the requests, should that come to nothing.
 */
export async function answerSubmission(
  deps: ListenerDeps,
  turn: Turn,
  viewId: string,
  work: () => Promise<Answer>,
  command: Command = '/domo-owner',
): Promise<void> {
  if (!turn.begin()) return;
  const answer = work();
  const late = Symbol('late');
  const first = await Promise.race([answer, delay(Math.max(0, deps.ackWithin - turn.elapsed()), late, { ref: false })]);
  if (typeof first !== 'symbol') return turn.ack({ response_action: 'update', view: first.view });
  await turn.ack({ response_action: 'update', view: sendingView() });
  try {
    await answer;
  } catch (error) {
    const words = `This did not end as it should. See how it stands with \`${command} list\` before you try again.`;
    await updateModal(deps, viewId, messageView('Not known', words, 'warning', 'section'));
    throw error;
  }
  await showLate(deps, turn, viewId, await answer);
}

/** What was done stays done, whether or not it can be shown: nobody is asked to try again. */
async function showLate(deps: ListenerDeps, turn: Turn, viewId: string, { view, elsewhere }: Answer): Promise<void> {
  try {
    if (await updateModal(deps, viewId, view)) return;
  } catch (thrown) {
    deps.logger.warn({ err: coerceError(thrown), slackId: turn.slackId }, 'what a form came to could not be shown');
  }
  if (elsewhere !== undefined) await sayPrivately(deps, turn, sentence(elsewhere));
}
