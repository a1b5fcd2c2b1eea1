import type { MessageRef } from '../../workflow/ports.ts';
import type { Message } from '../views/card.ts';
import {
  actionPayload,
  commandPayload,
  shortcutPayload,
  submissionPayload,
  suggestionPayload,
  type ViewPayload,
} from './payloads.ts';

/** One thing that a person did, however Slack tells of it, and where to answer. */
export interface Delivery {
  slackId: string;
  /** Of the command, the shortcut, the button or the form: for the log. */
  name: string;
  triggerId?: string | undefined;
  /** What stands behind a command. */
  text: string;
  /** What the button carries, or what was chosen in the menu. */
  value?: string | undefined;
  /** The message whose button was clicked; never trusted for more than comparing. */
  message?: MessageRef | undefined;
  /** The modal, or the Home, in which they are. */
  view?: ViewPayload | undefined;
  /** Commands are answered where they were typed, and not by a modal. */
  typed: boolean;
  /** Answers privately where the command was typed, or beside the message. */
  respond?: ((message: Message) => Promise<unknown>) | undefined;
}

/** A form that was sent. */
export type Sent = Delivery & { view: ViewPayload };

export type Respond = (message: Message & { response_type: 'ephemeral'; replace_original: false }) => Promise<unknown>;

/** What somebody types into a menu that searches. */
export interface MenuQuery {
  slackId: string;
  actionId: string;
  query: string;
  view?: ViewPayload | undefined;
}

/** As much as is used of what Bolt hands to a listener. */
export interface BoltArgs {
  body: unknown;
  /** The first call counts, and none throws: see `watchDeliveries`. */
  ack: (answer?: never) => Promise<void>;
  respond?: Respond | undefined;
}

/** @throws ZodError, as all of these, when the payload is not what Slack documents */
export function readCommand(body: unknown, respond?: Respond): Delivery {
  const { user_id: slackId, command: name, trigger_id: triggerId, text } = commandPayload.parse(body);
  return { slackId, name, triggerId, text, typed: true, respond: privately(respond) };
}

export function readShortcut(body: unknown): Delivery {
  const { user, callback_id: name, trigger_id: triggerId } = shortcutPayload.parse(body);
  return { slackId: user.id, name, triggerId, text: '', typed: false };
}

export function readClick(body: unknown, respond?: Respond): Delivery {
  const { user, trigger_id: triggerId, container, view, actions } = actionPayload.parse(body);
  const { type, channel_id: channel, message_ts: ts } = container;
  const [clicked] = actions;
  return {
    slackId: user.id,
    name: clicked?.action_id ?? '',
    triggerId,
    text: '',
    value: clicked?.value ?? clicked?.selected_option?.value,
    message: channel === undefined || ts === undefined ? undefined : { channel, ts },
    view,
    typed: false,
    // Only what was clicked in a message has somewhere to answer to.
    respond: type === 'message' ? privately(respond) : undefined,
  };
}

export function readSent(body: unknown): Sent {
  const { user, trigger_id: triggerId, view } = submissionPayload.parse(body);
  return { slackId: user.id, name: view.callback_id, triggerId, text: '', view, typed: false };
}

export function readQuery(body: unknown): MenuQuery {
  const { user, action_id: actionId, value: query, view } = suggestionPayload.parse(body);
  return { slackId: user.id, actionId, query, view };
}

function privately(respond: Respond | undefined): Delivery['respond'] {
  return (
    respond && (({ text, blocks }) => respond({ response_type: 'ephemeral', replace_original: false, text, blocks }))
  );
}
