import { setTimeout as delay } from 'node:timers/promises';
import type { ModalView } from '@slack/types';
import type { Command } from '../refusals.ts';
import { messageView } from '../views/message-view.ts';
import { sendingView } from '../views/owner-form.ts';
import { type ListenerDeps, type Turn, updateModal } from './turn.ts';

/**
 * Shows in the sent form's place what `work` comes to. Slack waits 3 s for that: work that takes longer (Slack itself may
 * have to be asked who someone is) is announced, goes on, and is shown when it is done.
 * `command` lists the requests, should that come to nothing.
 */
export async function answerSubmission(
  deps: ListenerDeps,
  turn: Turn,
  viewId: string,
  work: () => Promise<ModalView>,
  command: Command = '/domo-owner',
): Promise<void> {
  if (!turn.begin()) return;
  const answer = work();
  const late = Symbol('late');
  const first = await Promise.race([answer, delay(Math.max(0, deps.ackWithin - turn.elapsed()), late, { ref: false })]);
  if (typeof first !== 'symbol') return turn.ack({ response_action: 'update', view: first });
  await turn.ack({ response_action: 'update', view: sendingView() });
  try {
    await updateModal(deps, viewId, await answer);
  } catch (error) {
    const words = `This did not end as it should. See how it stands with \`${command} list\` before you try again.`;
    await updateModal(deps, viewId, messageView('Not known', words, 'warning', 'section'));
    throw error;
  }
}
