import { z } from 'zod';
import { stateWords } from '../../src/slack/words.ts';
import { cast } from '../cast.ts';
import { elementsOf } from '../slack/block-kit/check-blocks.ts';
import type { SlackServer } from '../slack/start-slack.ts';
import type { Delivery, SlackMessage, WorkspaceEvent } from '../slack/types.ts';
import type { StoryStepName } from '../story-steps.ts';
import type { AppState, DomoChange, StoryState } from './protocol.ts';

/** Of the cast: who asks. */
const requester = cast.find((member) => member.role === 'requester')?.slackId;

/** What the app's messages say once a step is done. */
const said: [StoryStepName, RegExp][] = [
  ['talk', /asks: “[^”]*” · (?!waiting)/],
  ['accept', /✅ [^"]* accepted/],
  ['undo', /undone by /i],
  ['expire', new RegExp(stateWords.expired)],
];

/** How far a newcomer has come in the guided story, read off what happens, so that any way of doing a step counts. */
export interface Story {
  state(): StoryState;
  sawSlack(event: WorkspaceEvent): void;
  sawDomo(change: DomoChange): void;
  sawApp(state: AppState): void;
}

export function createStory(slack: SlackServer, changed: () => void): Story {
  const done = new Set<StoryStepName>();
  let restarts: 'none' | 'down' | 'back' = 'none';
  const reach = (step: StoryStepName) => {
    if (done.has(step)) return;
    done.add(step);
    changed();
  };
  const sawMessage = (message: SlackMessage) => {
    if (message.authorId !== slack.workspace.app.botUserId) return;
    if (buttonsOf(message).includes('Approve')) reach('ask');
    const shown = JSON.stringify(message.blocks);
    for (const [step, words] of said) if (words.test(shown)) reach(step);
  };
  return {
    state: () => ({ done: [...done] }),
    sawSlack: (event) => {
      if (event.type === 'message' || event.type === 'message_changed') sawMessage(event.message);
      if (event.type !== 'delivery') return;
      if (done.has('ask') && pressedBy(event.delivery, 'Approve') === requester) reach('refused');
      if (pressedBy(event.delivery, 'Take back my vote') !== null) reach('takeBack');
      if (done.has('undo') && openedHome(event.delivery) === requester) reach('home');
    },
    sawDomo: ({ by }) => {
      if (by !== 'api') return;
      if (restarts === 'back') reach('plug');
      if (done.has('ask')) reach('approve');
    },
    sawApp: (state) => {
      if (done.has('approve') && state === 'stopped') restarts = 'down';
      if (restarts === 'down' && state === 'running') restarts = 'back';
    },
  };
}

function buttonsOf({ blocks }: SlackMessage): string[] {
  return blocks.flatMap(elementsOf).flatMap((each) => (each.type === 'button' ? [each.text.text] : []));
}

/** Who pressed this button, when that is what the delivery is. */
function pressedBy({ name, payload, status }: Delivery, button: string): string | null {
  if (name !== 'block_actions' || status === 'waiting') return null;
  const isIt = JSON.stringify(payload.actions ?? []).includes(`"text":"${button}"`);
  const user: unknown = payload.user;
  const id = typeof user === 'object' && user !== null && 'id' in user ? user.id : null;
  return isIt && typeof id === 'string' ? id : null;
}

/** Who went to their Home, when that is what the delivery is. */
function openedHome({ name, payload }: Delivery): string | null {
  if (name !== 'app_home_opened') return null;
  return z.object({ event: z.object({ user: z.string() }) }).parse(payload).event.user;
}
