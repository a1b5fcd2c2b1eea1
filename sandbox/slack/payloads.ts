import { messageShape, viewShape } from './api/shapes.ts';
import type { Element } from './block-kit/elements.ts';
import type { SlackContext } from './context.ts';
import type { FieldValue } from './field-value.ts';
import { teamPart } from './installation.ts';
import type { JsonObject, SlackMessage, SlackPerson, SlackView } from './types.ts';

/** Where an element stands that a person acts on. */
export type Source = { in: 'message'; message: SlackMessage } | { in: 'view'; view: SlackView };

/** What every interaction says: who, in which workspace, to which app. */
export function commonPart(ctx: SlackContext, person: SlackPerson): JsonObject {
  const { id, handle, teamId, teams } = person;
  return {
    // Of someone in several workspaces Slack always names the same one, whichever they are in.
    user: { id, username: handle, name: handle, team_id: teamId ?? teams?.[0] },
    api_app_id: ctx.workspace.app.id,
    token: ctx.tokens.verification,
    ...teamPart(ctx),
  };
}

/** Where the element stands, as `container`, and the message or view around it. */
export function sourcePart(ctx: SlackContext, person: SlackPerson, source: Source): JsonObject {
  if (source.in === 'view') {
    const view = viewShape(ctx, source.view, true);
    return { container: { type: 'view', view_id: source.view.id }, view, state: view.state };
  }
  const { message } = source;
  const isEphemeral = message.visibleTo !== null;
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channelId,
      is_ephemeral: isEphemeral,
      ...(message.threadTs !== null && { thread_ts: message.threadTs }),
    },
    channel: channelPart(ctx, message.channelId),
    // Slack does not keep ephemeral messages, and so does not send them along.
    ...(!isEphemeral && { message: messageShape(ctx, message) }),
    state: { values: message.values.get(person.id) ?? {} },
  };
}

export function channelPart(ctx: SlackContext, channelId: string): { id: string; name: string } {
  const channel = ctx.workspace.channels.get(channelId);
  const name = channel?.kind === 'private' ? 'privategroup' : channel?.name;
  return { id: channelId, name: name ?? 'unknown' };
}

/** One entry of `actions`: the element, without its choices, and what was chosen. */
export function actionPart(
  ctx: SlackContext,
  blockId: string,
  element: Element,
  chosen: Partial<FieldValue>,
): JsonObject {
  const {
    options: _options,
    option_groups: _groups,
    focus_on_load: _focus,
    ...shown
  } = {
    options: undefined,
    option_groups: undefined,
    focus_on_load: undefined,
    ...element,
  };
  return { ...shown, block_id: blockId, action_ts: ctx.ids.ts(), ...chosen };
}
