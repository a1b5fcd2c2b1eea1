import type { SlackContext } from '../context.ts';
import { installedOn } from '../installation.ts';
import type { JsonObject, SlackFile, SlackMessage, SlackView } from '../types.ts';

/** A message as Slack sends it. */
export function messageShape(ctx: SlackContext, message: SlackMessage): JsonObject {
  const { app, team, people } = ctx.workspace;
  const byApp = message.authorId === app.botUserId;
  const byBot = people.get(message.authorId ?? '')?.standing === 'bot';
  return {
    type: 'message',
    ts: message.ts,
    user: message.authorId ?? 'USLACKBOT',
    team: team.id,
    text: message.text,
    ...(byApp && { bot_id: app.botId, app_id: app.id }),
    ...(byBot && { bot_id: `B${message.authorId?.slice(1)}` }),
    ...(message.blocks.length > 0 && { blocks: message.blocks }),
    ...(message.threadTs !== null && { thread_ts: message.threadTs }),
    ...(message.metadata !== null && { metadata: message.metadata }),
    ...(message.editedTs !== null && { edited: { user: message.authorId, ts: message.editedTs } }),
    ...(message.files.length > 0 && { files: message.files.map((file) => fileShape(ctx, file)) }),
  };
}

/** A view as Slack sends it; `withState` in payloads only: the Web API answers with an empty one. */
export function viewShape(ctx: SlackContext, view: SlackView, withState: boolean): JsonObject {
  const { app, team } = ctx.workspace;
  const plain = (text: string | null) => (text === null ? null : { type: 'plain_text', text, emoji: true });
  return {
    id: view.id,
    team_id: team.id,
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    state: { values: withState ? view.values : {} },
    hash: view.hash,
    title: plain(view.type === 'home' ? 'View Title' : view.title),
    clear_on_close: view.clearOnClose,
    notify_on_close: view.notifyOnClose,
    close: plain(view.close),
    submit: plain(view.submit),
    previous_view_id: view.previousViewId,
    root_view_id: view.rootViewId,
    app_id: app.id,
    external_id: view.externalId,
    app_installed_team_id: installedOn(ctx).id,
    bot_id: app.botId,
  };
}

export function fileShape(ctx: SlackContext, file: SlackFile): JsonObject {
  const url = `${ctx.baseUrl()}/files/${file.id}/${encodeURIComponent(file.name)}`;
  return {
    id: file.id,
    name: file.name,
    title: file.title,
    filetype: file.name.split('.').at(-1) ?? 'text',
    size: file.content.length,
    user: ctx.workspace.app.botUserId,
    url_private: url,
    url_private_download: url,
    permalink: url,
    channels: file.channelId ? [file.channelId] : [],
  };
}
