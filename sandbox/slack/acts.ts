import { SlackError } from './api/method.ts';
import { postResponse } from './api/respond.ts';
import { messageShape, viewShape } from './api/shapes.ts';
import type { Element } from './block-kit/elements.ts';
import { commandText } from './composer.ts';
import type { SlackContext } from './context.ts';
import type { FieldValue } from './field-value.ts';
import { actionPart, channelPart, commonPart, type Source, sourcePart } from './payloads.ts';
import type { Channel, JsonObject, Outcome, SlackMessage, SlackPerson } from './types.ts';

/** Types a slash command. What goes wrong, Slackbot says privately, as in Slack. */
export async function runCommand(
  ctx: SlackContext,
  person: SlackPerson,
  line: string,
  channel: Channel,
): Promise<Outcome> {
  const [, command = '', typed = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(line) ?? [];
  const declared = ctx.manifest.commands.find((each) => each.command === command);
  const target = { personId: person.id, channelId: channel.id, threadTs: null, original: null };
  if (!declared) {
    slackbot(ctx, person, channel, `${command || line} is not a valid command.`);
    return { ok: false, error: 'unknown_command' };
  }
  const { app, team } = ctx.workspace;
  const outcome = await ctx.deliver('command', command, {
    token: ctx.tokens.verification,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: channel.kind === 'private' ? 'privategroup' : channel.name,
    user_id: person.id,
    user_name: person.handle,
    command,
    text: commandText(ctx.workspace, typed.trim(), declared.shouldEscape),
    api_app_id: app.id,
    ...(team.enterprise && { enterprise_id: team.enterprise.id, enterprise_name: team.enterprise.name }),
    is_enterprise_install: String(app.isOrgWide === true),
    response_url: ctx.responseUrls.issue(target),
    trigger_id: ctx.triggers.issue(person.id),
  });
  const error = outcome.ok ? answerCommand(ctx, target, outcome.response) : commandError(outcome.error);
  if (error) slackbot(ctx, person, channel, `${command} failed with the error "${error}"`);
  return outcome;
}

function answerCommand(
  ctx: SlackContext,
  target: Parameters<typeof postResponse>[1],
  response: unknown,
): string | null {
  if (response === null || response === '') return null;
  const body: JsonObject = typeof response === 'object' ? { ...response } : { text: String(response) };
  try {
    postResponse(ctx, target, body);
    return null;
  } catch (error) {
    if (error instanceof SlackError) return error.code;
    throw error;
  }
}

function commandError(error: string): string {
  return error === 'http_timeout' ? 'operation_timeout' : 'dispatch_failed';
}

function slackbot(ctx: SlackContext, person: SlackPerson, channel: Channel, text: string): void {
  ctx.workspace.post({ channelId: channel.id, authorId: null, visibleTo: person.id, text });
}

/** Writes a message, as a person does. */
export function write(
  ctx: SlackContext,
  person: SlackPerson,
  channel: Channel,
  typed: string,
  threadTs: string | null = null,
): SlackMessage {
  const { workspace } = ctx;
  const text = commandText(workspace, typed, true);
  return workspace.post({ channelId: channel.id, authorId: person.id, threadTs, text });
}

/** Runs a shortcut from the lightning menu, or from a message's menu, by the name people see. Throws when there is none. */
export async function runShortcut(
  ctx: SlackContext,
  person: SlackPerson,
  name: string,
  message: SlackMessage | null,
): Promise<Outcome> {
  const kind = message ? 'message' : 'global';
  const shortcut = ctx.manifest.shortcuts.find((each) => each.kind === kind && each.name === name);
  if (!shortcut) throw new Error(`There is no ${kind} shortcut "${name}"`);
  const common = {
    ...commonPart(ctx, person),
    callback_id: shortcut.callbackId,
    action_ts: ctx.ids.ts(),
    trigger_id: ctx.triggers.issue(person.id),
  };
  if (!message) return ctx.deliver('interaction', 'shortcut', { type: 'shortcut', ...common });
  return ctx.deliver('interaction', 'message_action', {
    type: 'message_action',
    ...common,
    channel: channelPart(ctx, message.channelId),
    message: messageShape(ctx, message),
    message_ts: message.ts,
    response_url: responseUrlFor(ctx, person, message),
  });
}

/** Opens the app's Home tab. */
export async function openHome(ctx: SlackContext, person: SlackPerson): Promise<void> {
  const home = ctx.views.home(person.id);
  await sendEvent(ctx, {
    type: 'app_home_opened',
    user: person.id,
    channel: ctx.workspace.imWith(person.id).id,
    tab: 'home',
    ...(home && { view: viewShape(ctx, home, true) }),
  });
}

/** Tells the app of an event, if it subscribed to it: most are subscribed to by their type. */
export async function sendEvent(
  ctx: SlackContext,
  event: JsonObject & { type: string },
  subscription = event.type,
): Promise<Outcome> {
  if (!ctx.manifest.events.includes(subscription)) return { ok: false, error: 'not_subscribed' };
  const { app, team, channels } = ctx.workspace;
  const enterpriseId = team.enterprise?.id ?? null;
  const isOrgWide = app.isOrgWide === true;
  const eventId = ctx.ids.next('Ev');
  return ctx.deliver('event', event.type, {
    token: ctx.tokens.verification,
    team_id: team.id,
    ...(enterpriseId !== null && { enterprise_id: enterpriseId }),
    context_team_id: team.id,
    context_enterprise_id: enterpriseId,
    api_app_id: app.id,
    event: { event_ts: ctx.ids.ts(), ...event },
    type: 'event_callback',
    event_id: eventId,
    event_time: Math.floor(ctx.now().getTime() / 1000),
    authorizations: [
      {
        enterprise_id: enterpriseId,
        team_id: isOrgWide ? null : team.id,
        user_id: app.botUserId,
        is_bot: true,
        is_enterprise_install: isOrgWide,
      },
    ],
    is_ext_shared_channel: channels.get(String(event.channel))?.sharedWith === 'others',
    event_context: `4-${eventId}`,
  });
}

/** Presses a button, or chooses in a menu that tells the app at once. */
export async function act(
  ctx: SlackContext,
  person: SlackPerson,
  source: Source,
  blockId: string,
  element: Element,
  chosen: Partial<FieldValue> = {},
): Promise<Outcome> {
  return ctx.deliver('interaction', 'block_actions', {
    type: 'block_actions',
    ...commonPart(ctx, person),
    ...sourcePart(ctx, person, source),
    trigger_id: ctx.triggers.issue(person.id),
    ...(source.in === 'message' && { response_url: responseUrlFor(ctx, person, source.message) }),
    actions: [actionPart(ctx, blockId, element, chosen)],
  });
}

/** Puts something into a field, without telling the app. */
export function setField(
  ctx: SlackContext,
  person: SlackPerson,
  source: Source,
  blockId: string,
  actionId: string,
  value: FieldValue,
): void {
  const values = source.in === 'view' ? source.view.values : (source.message.values.get(person.id) ?? {});
  values[blockId] = { ...values[blockId], [actionId]: value };
  if (source.in === 'message') source.message.values.set(person.id, values);
  else ctx.workspace.emit({ type: 'view', view: source.view, how: 'answered' });
}

function responseUrlFor(ctx: SlackContext, person: SlackPerson, message: SlackMessage): string {
  const { channelId, threadTs } = message;
  return ctx.responseUrls.issue({ personId: person.id, channelId, threadTs, original: message });
}
