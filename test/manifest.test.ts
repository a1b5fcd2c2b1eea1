import { globSync, readFileSync } from 'node:fs';
import type { App } from '@slack/bolt';
import { parse } from 'yaml';
import { z } from 'zod';
import { registerListeners } from '../src/slack/listeners/index.ts';

const manifest = z
  .object({
    features: z.object({
      app_home: z.object({ home_tab_enabled: z.boolean() }),
      // None on a message: no form is filled in from one.
      shortcuts: z.array(z.object({ type: z.literal('global'), callback_id: z.string() })),
      slash_commands: z.array(
        z.object({
          command: z.string(),
          description: z.string(),
          usage_hint: z.string(),
          should_escape: z.literal(true),
        }),
      ),
    }),
    oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()), bot_optional: z.array(z.string()) }) }),
    settings: z.object({
      event_subscriptions: z.object({ bot_events: z.array(z.string()) }),
      interactivity: z.object({ is_enabled: z.literal(true) }),
      socket_mode_enabled: z.literal(true),
    }),
  })
  .parse(parse(readFileSync('manifest.yml', 'utf8')));

/** Bot scopes by method, https://docs.slack.dev/reference/methods; several: of the kinds of conversation that it is asked about. */
const scopesOf: Record<string, string[]> = {
  'auth.test': [],
  'apps.connections.open': [],
  'bots.info': ['users:read'],
  'blocks.validate': [],
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.delete': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.getPermalink': [],
  'dnd.teamInfo': ['dnd:read'],
  'conversations.history': ['channels:history', 'groups:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history'],
  'files.getUploadURLExternal': ['files:write'],
  'files.completeUploadExternal': ['files:write'],
  'files.uploadV2': ['files:write'],
  filesUploadV2: ['files:write'],
  'usergroups.list': ['usergroups:read'],
  'usergroups.users.list': ['usergroups:read'],
  'users.info': ['users:read', 'users:read.email'],
  'users.lookupByEmail': ['users:read.email'],
  'views.open': [],
  'views.publish': [],
  'views.push': [],
  'views.update': [],
};
/** Bot scopes by event, https://docs.slack.dev/reference/events. */
const scopesOfEvent: Record<string, string[]> = {
  app_home_opened: [],
  app_uninstalled: [],
  subteam_members_changed: ['usergroups:read'],
  user_change: ['users:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
};
/** What an app subscribes to, by what it then hears of. */
const subscriptions: Record<string, string[]> = { message: ['message.channels', 'message.groups'] };
/** Of these the app needs none. */
const optionalEvents = ['message'];
const optionalMethods = ['conversations.history', 'conversations.replies', 'dnd.teamInfo'];

const code = globSync('src/{slack,commands}/**/*.ts').map((path) => readFileSync(path, 'utf8'));

/** What the listeners register with Bolt: this stands where its App stands, and only writes down the names. */
function registered(kind: 'command' | 'event' | 'shortcut'): string[] {
  const names: Record<string, string[]> = {};
  const app = new Proxy({} as App, {
    get: (_, method: string) => (name: unknown) => {
      names[method] = [...(names[method] ?? []), nameIn(name)];
    },
  });
  // No listener is called, so none misses its parts.
  registerListeners(app, {} as Parameters<typeof registerListeners>[1]);
  return (names[kind] ?? []).toSorted();
}

/** Bolt takes a text, or an object of conditions. */
function nameIn(name: unknown): string {
  const conditions = z.object({ callback_id: z.string() }).safeParse(name);
  return conditions.success ? conditions.data.callback_id : String(name);
}

function subscribed(events: string[]): string[] {
  return events.flatMap((event) => subscriptions[event] ?? [event]).toSorted();
}

function scopesForEvents(events: string[]): string[] {
  return subscribed(events).flatMap((event) => scopesOfEvent[event] ?? [`of ${event}?`]);
}

/** Every method of Slack's that the code calls on a client. */
function called(): string[] {
  const families =
    'apps|auth|blocks|bookmarks|bots|chat|conversations|dnd|emoji|files|pins|reactions|reminders|team|usergroups|users|views';
  const calls = new RegExp(`\\.((?:(?:${families})(?:\\.[a-zA-Z]+){1,2})|filesUploadV2|apiCall)\\(`, 'g');
  return [...new Set(code.flatMap((text) => [...text.matchAll(calls)].map((found) => found[1] ?? '')))].toSorted();
}

describe('the manifest declares what the code uses, and no more', () => {
  test('commands, with mentions that arrive as ids', () => {
    expect(manifest.features.slash_commands.map(({ command }) => command).toSorted()).toEqual(registered('command'));
  });

  test('shortcuts', () => {
    expect(manifest.features.shortcuts.map((each) => each.callback_id).toSorted()).toEqual(registered('shortcut'));
  });

  test('events', () => {
    expect(manifest.settings.event_subscriptions.bot_events.toSorted()).toEqual(subscribed(registered('event')));
    expect(manifest.features.app_home.home_tab_enabled).toBe(registered('event').includes('app_home_opened'));
  });

  test('methods that this test knows', () => {
    expect(called().filter((method) => !(method in scopesOf))).toEqual([]);
    expect(called()).toContain('chat.postMessage');
  });

  test('scopes', () => {
    const needed = [
      ...called().flatMap((method) => scopesOf[method] ?? []),
      ...scopesForEvents(registered('event')),
      ...(registered('command').length > 0 ? ['commands'] : []),
    ];
    expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual([...new Set(needed)].toSorted());
  });

  test('optional scopes: those that only optional parts use', () => {
    const events = registered('event').filter((event) => !optionalEvents.includes(event));
    const methods = called().filter((method) => !optionalMethods.includes(method));
    const needed = [...methods.flatMap((method) => scopesOf[method] ?? []), ...scopesForEvents(events), 'commands'];
    const { bot, bot_optional: optional } = manifest.oauth_config.scopes;
    expect(optional.toSorted()).toEqual(bot.filter((scope) => !needed.includes(scope)).toSorted());
  });
});
