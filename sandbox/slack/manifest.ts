import { z } from 'zod';

/** What an app declares, as far as the sandbox acts on it. */
export interface AppManifest {
  /** The description and the hint are what the composer shows beside a command. */
  commands: { command: string; shouldEscape: boolean; description?: string; usageHint?: string }[];
  shortcuts: { name: string; kind: 'global' | 'message'; callbackId: string }[];
  /** Event types that the app hears of. */
  events: string[];
  /** Bot scopes, as far as they were granted. */
  scopes: string[];
}

const manifestFile = z.object({
  features: z
    .object({
      slash_commands: z
        .array(
          z.object({
            command: z.string(),
            should_escape: z.boolean().default(false),
            description: z.string().default(''),
            usage_hint: z.string().default(''),
          }),
        )
        .default([]),
      shortcuts: z
        .array(z.object({ name: z.string(), type: z.enum(['global', 'message']), callback_id: z.string() }))
        .default([]),
    })
    .prefault({}),
  oauth_config: z
    .object({
      scopes: z
        .object({ bot: z.array(z.string()).default([]), bot_optional: z.array(z.string()).default([]) })
        .prefault({}),
    })
    .prefault({}),
  settings: z
    .object({ event_subscriptions: z.object({ bot_events: z.array(z.string()).default([]) }).prefault({}) })
    .prefault({}),
});

/**
 * Reads an app manifest (its YAML or JSON already parsed). `optional`: whether the scopes that may be declined were granted.
 * Throws when it has not a manifest's shape.
 */
export function readManifest(parsed: unknown, { optional = true } = {}): AppManifest {
  const { features, oauth_config, settings } = manifestFile.parse(parsed);
  const { bot, bot_optional: mayBeDeclined } = oauth_config.scopes;
  const unknown = mayBeDeclined.filter((scope) => !bot.includes(scope));
  if (unknown.length > 0) throw new Error(`Optional scopes must be among the bot's: ${unknown.join(', ')}`);
  return {
    commands: features.slash_commands.map((each) => ({
      command: each.command,
      shouldEscape: each.should_escape,
      description: each.description,
      usageHint: each.usage_hint,
    })),
    shortcuts: features.shortcuts.map((each) => ({ name: each.name, kind: each.type, callbackId: each.callback_id })),
    events: settings.event_subscriptions.bot_events,
    scopes: optional ? bot : bot.filter((scope) => !mayBeDeclined.includes(scope)),
  };
}

/** What the app needs, for those who bring no manifest. */
export const defaultManifest: AppManifest = {
  commands: [
    {
      command: '/domo-owner',
      shouldEscape: true,
      description: 'Request an owner change',
      usageHint: '[@from @to] | list | status 42 | history DATASET | help',
    },
    {
      command: '/domo-schema',
      shouldEscape: true,
      description: 'Request a schema change',
      usageHint: '[dataset name or id] | help',
    },
  ],
  shortcuts: [
    { name: 'Change dataset owner', kind: 'global', callbackId: 'change_owner' },
    { name: 'Change dataset schema', kind: 'global', callbackId: 'change_schema' },
  ],
  events: ['app_home_opened', 'subteam_members_changed'],
  scopes: [
    'commands',
    'chat:write',
    'users:read',
    'users:read.email',
    'im:write',
    'usergroups:read',
    'files:write',
    'channels:read',
  ],
};
