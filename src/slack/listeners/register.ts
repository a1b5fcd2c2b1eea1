import type { App } from '@slack/bolt';
import { coerceError } from '../../errors.ts';
import type { MessageRef } from '../../workflow/ports.ts';
import type { Suggestions } from './owner/suggestions.ts';
import {
  type ActionPayload,
  actionPayload,
  commandPayload,
  shortcutPayload,
  submissionPayload,
  suggestionPayload,
  type ViewPayload,
} from './payloads.ts';
import { runTurn } from './run.ts';
import type { ListenerDeps, Turn } from './turn.ts';

/** What the app gives; the rest has usual values. */
export type DoorOptions = Omit<ListenerDeps, 'people' | 'ackWithin' | 'newReference'> &
  Partial<Pick<ListenerDeps, 'people' | 'ackWithin' | 'newReference'>>;

export interface Pressed {
  /** What the button carries, or what was chosen in the menu. */
  value?: string | undefined;
  view?: ViewPayload | undefined;
}

/** Where Bolt's deliveries come in: parsed, answered in time, and with every failure told. */
export interface Door {
  command(name: string, run: (turn: Turn, text: string) => Promise<void>): void;
  shortcut(callbackId: string, run: (turn: Turn) => Promise<void>): void;
  /** `by itself`: what is pressed is stored first, and `run` acknowledges it then. Everything else is, before Slack is called. */
  action(
    actionId: string | RegExp,
    run: (turn: Turn, pressed: Pressed) => Promise<void>,
    acked?: 'at once' | 'by itself',
  ): void;
  options(
    actionId: string,
    run: (
      slackId: string,
      asked: { actionId: string; query: string; view?: ViewPayload | undefined },
    ) => Promise<Suggestions>,
  ): void;
  submission(callbackId: string, run: (turn: Turn, view: ViewPayload) => Promise<void>): void;
  event(name: 'app_home_opened' | 'subteam_members_changed', run: (event: unknown) => Promise<void>): void;
}

type Respond = (message: {
  response_type: 'ephemeral';
  replace_original: boolean;
  text: string;
  blocks: NonNullable<Parameters<NonNullable<Turn['respond']>>[0]['blocks']>;
}) => Promise<unknown>;

export function createDoor(app: App, deps: ListenerDeps): Door {
  return {
    command(name, run) {
      app.command(name, ({ body, ack, respond }) => {
        const { user_id: slackId, trigger_id: triggerId, text } = commandPayload.parse(body);
        const turn: Turn = { slackId, triggerId, respond: privately(respond), ...once(ack) };
        return runTurn(deps, name, turn, 'other', async () => {
          // Nothing is to be stored first, and Slack shows an error when this comes late.
          await turn.ack();
          await run(turn, text);
        });
      });
    },
    shortcut(callbackId, run) {
      app.shortcut(callbackId, ({ body, ack }) => {
        const { user, trigger_id: triggerId } = shortcutPayload.parse(body);
        const turn: Turn = { slackId: user.id, triggerId, ...once(ack) };
        return runTurn(deps, callbackId, turn, 'other', async () => {
          await turn.ack();
          await run(turn);
        });
      });
    },
    action(actionId, run, acked = 'at once') {
      app.action(actionId, ({ body, ack, respond }) => {
        const payload = actionPayload.parse(body);
        const [pressed] = payload.actions;
        const turn: Turn = { ...turnOf(payload), respond: respondOf(payload, respond), ...once(ack) };
        const value = pressed?.value ?? pressed?.selected_option?.value;
        return runTurn(deps, pressed?.action_id ?? '', turn, 'other', async () => {
          if (acked === 'at once') await turn.ack();
          await run(turn, { value, view: payload.view });
        });
      });
    },
    options(actionId, run) {
      app.options(actionId, async ({ body, ack }) => {
        const { user, action_id, value, view } = suggestionPayload.parse(body);
        try {
          await ack(await run(user.id, { actionId: action_id, query: value, view }));
        } catch (thrown) {
          deps.logger.error({ err: coerceError(thrown), listener: actionId, slackId: user.id }, 'a menu stayed empty');
          await ack({ options: [] });
        }
      });
    },
    submission(callbackId, run) {
      app.view({ callback_id: callbackId, type: 'view_submission' }, ({ body, ack }) => {
        const { user, trigger_id: triggerId, view } = submissionPayload.parse(body);
        const turn: Turn = {
          slackId: user.id,
          triggerId,
          modal: { id: view.id },
          fields: Object.keys(view.state.values),
          ...once(ack),
        };
        return runTurn(deps, callbackId, turn, 'submission', () => run(turn, view));
      });
    },
    event(name, run) {
      app.event(name, ({ event }) => run(event));
    },
  };
}

function turnOf({
  user,
  trigger_id: triggerId,
  container,
  view,
}: ActionPayload): Pick<Turn, 'slackId' | 'triggerId' | 'message' | 'modal'> {
  return {
    slackId: user.id,
    triggerId,
    message: messageOf(container),
    modal: view?.type === 'modal' ? { id: view.id } : undefined,
  };
}

function messageOf({ channel_id: channel, message_ts: ts }: ActionPayload['container']): MessageRef | undefined {
  return channel === undefined || ts === undefined ? undefined : { channel, ts };
}

/** Only what was pressed in a message has somewhere to answer to. */
function respondOf(payload: ActionPayload, respond: Respond): Turn['respond'] {
  return payload.container.type === 'message' ? privately(respond) : undefined;
}

function privately(respond: Respond): NonNullable<Turn['respond']> {
  return async ({ text, blocks }) => {
    await respond({ response_type: 'ephemeral', replace_original: false, text, blocks });
  };
}

/** Slack takes one answer a delivery. Answers differ by delivery; those who give them know which they may. */
function once(ack: (answer?: never) => Promise<void>): Pick<Turn, 'ack' | 'acked' | 'elapsed' | 'begin' | 'begun'> {
  const arrived = performance.now();
  const elapsed = () => performance.now() - arrived;
  let done = false;
  let begun = false;
  return {
    async ack(answer) {
      if (done) return;
      done = true;
      await ack(answer as never);
    },
    acked: () => done,
    elapsed,
    begin: () => {
      begun = !done;
      return begun;
    },
    begun: () => begun,
  };
}
