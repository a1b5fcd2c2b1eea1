import { stateWords } from '../../src/slack/words.ts';
import { cast } from '../cast.ts';
import { elementsOf } from '../slack/block-kit/check-blocks.ts';
import type { SlackServer } from '../slack/start-slack.ts';
import type { Delivery, SlackMessage, WorkspaceEvent } from '../slack/types.ts';
import type { AppState, DomoChange, StoryState } from './protocol.ts';

/** The button that a request's card has while it can be decided. */
const approve = 'Approve';

/**
 * How far a newcomer has come in the guided story: ask for a change, be refused one's own approval, have a steward approve
 * it, kill the app in the middle of the run and see it go on, and see one expire that nobody decides. Read off what happens, so that any way of doing a step counts.
 */
export interface Story {
  state(): StoryState;
  sawSlack(event: WorkspaceEvent): void;
  sawDomo(change: DomoChange): void;
  sawApp(state: AppState): void;
}

export function createStory(slack: SlackServer, changed: () => void): Story {
  const requester = cast.find((member) => member.role === 'requester')?.slackId;
  let done = 0;
  let restarts: 'none' | 'down' | 'back' = 'none';
  const reach = (step: number) => {
    if (step <= done) return;
    done = step;
    changed();
  };
  return {
    state: () => ({ done }),
    sawSlack: (event) => {
      const isMessage = event.type === 'message' || event.type === 'message_changed';
      if (isMessage && canBeApproved(slack, event.message)) reach(1);
      if (done >= 4 && isMessage && event.message.text.includes(stateWords.expired)) reach(5);
      if (done >= 1 && event.type === 'delivery' && approvedBy(event.delivery) === requester) reach(2);
    },
    sawDomo: ({ by }) => {
      if (by !== 'api') return;
      if (done >= 3 && restarts === 'back') reach(4);
      if (done >= 1) reach(3);
    },
    sawApp: (state) => {
      if (done >= 3 && state === 'stopped') restarts = 'down';
      if (restarts === 'down' && state === 'running') restarts = 'back';
    },
  };
}

function canBeApproved(slack: SlackServer, message: SlackMessage): boolean {
  if (message.authorId !== slack.workspace.app.botUserId) return false;
  return message.blocks.flatMap(elementsOf).some((each) => each.type === 'button' && each.text.text === approve);
}

/** Who pressed `Approve`, when that is what the delivery is. */
function approvedBy({ name, payload, status }: Delivery): string | null {
  if (name !== 'block_actions' || status === 'waiting') return null;
  const isApprove = JSON.stringify(payload.actions ?? []).includes(`"text":"${approve}"`);
  const user: unknown = payload.user;
  const id = typeof user === 'object' && user !== null && 'id' in user ? user.id : null;
  return isApprove && typeof id === 'string' ? id : null;
}
