import { randomUUID } from 'node:crypto';
import { sendEvent } from './acts.ts';
import { historyScopes } from './api/conversations.ts';
import { messageShape } from './api/shapes.ts';
import type { SlackContext } from './context.ts';
import type { Channel, JsonObject, SlackMessage } from './types.ts';

/** What an app subscribes to, and how the event names the kind of conversation. */
const kinds = {
  public: { subscription: 'message.channels', channelType: 'channel' },
  private: { subscription: 'message.groups', channelType: 'group' },
  im: { subscription: 'message.im', channelType: 'im' },
} as const satisfies Record<Channel['kind'], object>;

/**
 * Tells the app of each message in the conversations that it is in, its own included, and of what is edited or deleted
 * there, if it subscribed to them and was granted the scope. Nobody hears of ephemeral messages.
 */
export function tellOfMessages(ctx: SlackContext): void {
  const { workspace } = ctx;
  workspace.on('message', ({ message }) => void tell(ctx, message, written(ctx, message)));
  workspace.on('message_changed', ({ message, previous }) => {
    const [now, before] = [messageShape(ctx, message), messageShape(ctx, previous)];
    const changed = { subtype: 'message_changed', message: now, previous_message: before, hidden: true };
    void tell(ctx, message, { ...changed, ts: ctx.ids.ts() });
  });
  workspace.on('message_deleted', ({ message }) => {
    const gone = { subtype: 'message_deleted', deleted_ts: message.ts, previous_message: messageShape(ctx, message) };
    void tell(ctx, message, { ...gone, hidden: true, ts: ctx.ids.ts() });
  });
}

function written(ctx: SlackContext, message: SlackMessage): JsonObject {
  const { workspace } = ctx;
  const parent = message.threadTs === null ? undefined : workspace.message(message.channelId, message.threadTs);
  const byPerson = workspace.people.has(message.authorId ?? '');
  return {
    ...messageShape(ctx, message),
    ...(byPerson && { client_msg_id: randomUUID() }),
    ...(message.files.length > 0 && { subtype: 'file_share' }),
    ...(parent && { parent_user_id: parent.authorId ?? 'USLACKBOT' }),
  };
}

async function tell(ctx: SlackContext, { channelId, visibleTo }: SlackMessage, event: JsonObject): Promise<void> {
  const { app, channels } = ctx.workspace;
  const channel = channels.get(channelId);
  if (!channel?.members.has(app.botUserId) || visibleTo !== null) return;
  const { subscription, channelType } = kinds[channel.kind];
  if (!ctx.manifest.scopes.includes(historyScopes[channel.kind])) return;
  const placed = { ...event, type: 'message', channel: channelId, channel_type: channelType, event_ts: event.ts };
  await sendEvent(ctx, placed, subscription);
}
