import { WebClient } from '@slack/web-api';
import type { Config } from '../config.ts';
import { StartupError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { Notifier } from '../workflow/ports.ts';
import { boltLogger } from './bolt-logger.ts';
import { callSlack, orWhenRefused, SlackRefusal } from './call-slack.ts';
import { createDirectory, type SlackDirectory } from './directory.ts';
import { createNotifier } from './notifier.ts';
import { createPace } from './pace.ts';
import { type File, filesForbidden, postFile } from './post-file.ts';
import { signedFetch } from './signed-fetch.ts';

/** What Slack says of the app itself. */
export interface Installation {
  teamId: string;
  /** Undefined: Slack did not say. */
  appId: string | undefined;
  /** Undefined: Slack did not say. */
  scopes: string[] | undefined;
  botId: string;
  botUserId: string;
  /** Of the workspace, with a slash at the end: links to messages begin with it. */
  url: string;
}

/** What is said of a token of a whole organization: which of its people may decide would not be known. */
export const orgWide =
  'The app is installed on a whole organization, but it serves one workspace: only its members may ask and ' +
  'approve. Install it on the workspace that has the approval channel, and use the bot token that is shown there.';

/** The bot scopes that the code calls for; `manifest.yml` asks for these and a few more. */
const neededScopes = [
  'commands',
  'chat:write',
  'files:write',
  'im:write',
  'users:read',
  'users:read.email',
  'usergroups:read',
] as const;

export interface SlackClient {
  web: WebClient;
  notifier: Notifier;
  directory: SlackDirectory;
  /** Sends a person a file as a DM; false: the workspace lets no files in. Throws as `callSlack` does. */
  sendFile(slackId: string, file: File): Promise<boolean>;
  /** Asks Slack who the app is, once. Throws `StartupError` when the token is refused, `NotifierUnavailable` when Slack is away. */
  installation(): Promise<Installation>;
  /** Whether Slack answers, and takes the token, now. Throws as `callSlack` does. */
  check(): Promise<void>;
}

export interface SlackClientOptions {
  config: Config['slack'];
  /** As `config`, with the secrets of now. */
  configNow?: (() => Config['slack']) | undefined;
  logger: Logger;
  now: () => Date;
  limits?: SlackLimits | undefined;
}

/** What tests set in place of the usual. */
export interface SlackLimits {
  /** One call to Slack, in ms; default 10,000. */
  timeout?: number;
  /** Deliveries are acknowledged after so long in any case, in ms; default 2,300. */
  ackWithin?: number;
  /** Between two tries to reach a Slack that is away, in ms; default 5,000. */
  betweenTries?: number;
  /** A Socket Mode connection that doesn't answer a ping for so long is given up, in ms; default 5,000. */
  pongWithin?: number;
  /** How long the minute of Slack's rates is, in ms; default 60,000. */
  minuteMs?: number;
}

/** Who someone is must be known before a click is acknowledged, for which Slack waits 3 s. In ms; jobs ask again. */
const lookUpWithin = 2_000;

/** The SDK's own defaults wait for ever and repeat for half an hour: our jobs repeat instead, and nothing hangs. */
export function clientOptions(config: Config['slack'], logger: Logger, fetch: typeof globalThis.fetch) {
  return {
    ...(config.apiUrl !== undefined && { slackApiUrl: config.apiUrl }),
    retryConfig: { retries: 0 },
    timeout: 10_000,
    rejectRateLimitedCalls: true,
    logger: boltLogger(logger),
    fetch,
  };
}

export function createSlackClient(options: SlackClientOptions): SlackClient {
  const { config, configNow = () => config, logger, now, limits = {} } = options;
  const usual = clientOptions(
    config,
    logger,
    signedFetch(config.botToken, () => configNow().botToken),
  );
  const web = new WebClient(config.botToken, { ...usual, timeout: limits.timeout ?? usual.timeout });
  const quick = new WebClient(config.botToken, {
    ...usual,
    timeout: Math.min(lookUpWithin, limits.timeout ?? lookUpWithin),
  });
  let known: Promise<Installation> | undefined;

  async function authenticate(): Promise<Installation> {
    try {
      const answer = await callSlack(() => web.auth.test());
      if (answer.is_enterprise_install === true) throw new StartupError([orgWide]);
      const granted = answer.response_metadata?.scopes;
      const missing = granted === undefined ? [] : neededScopes.filter((scope) => !granted.includes(scope));
      if (missing.length > 0) {
        throw new StartupError([
          `The Slack app lacks the scopes ${missing.join(', ')}. Add them under OAuth & Permissions (manifest.yml has ` +
            'them all), install the app again, and start again.',
        ]);
      }
      const { team_id: teamId = '', bot_id: botId = '', user_id: botUserId = '', url = 'https://slack.com/' } = answer;
      return { teamId, appId: await appOf(botId), scopes: granted, botId, botUserId, url };
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      throw new StartupError(
        [`Slack refuses SLACK_BOT_TOKEN (${error.error}). Copy the Bot User OAuth Token from your app's page again.`],
        error,
      );
    }
  }

  /** `auth.test` doesn't say it. Only compared with what deliveries say: one that Slack doesn't tell stops nothing. */
  async function appOf(bot: string): Promise<string | undefined> {
    try {
      return (await callSlack(() => web.bots.info({ bot }))).bot?.app_id;
    } catch (error) {
      if (error instanceof SlackRefusal) return undefined;
      throw error;
    }
  }

  function installation(): Promise<Installation> {
    known ??= authenticate().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  }

  const isGranted = async (scope: string) => (await installation()).scopes?.includes(scope) !== false;
  const directory = createDirectory(quick, async () => (await installation()).teamId, now, isGranted);
  return {
    web,
    notifier: createNotifier(web, createPace(limits.minuteMs), {
      workspaceUrl: async () => (await installation()).url,
      mayReadThreads: async () => (await isGranted('channels:history')) || (await isGranted('groups:history')),
      nameOf: async (slackId) => (await directory.member(slackId)).name,
    }),
    directory,
    async sendFile(slackId, file) {
      const { channel } = await callSlack(() => web.conversations.open({ users: slackId }));
      const placed = { ...file, channel: channel?.id ?? slackId };
      return orWhenRefused<boolean>(
        filesForbidden,
        async () => {
          await postFile(web, placed);
          return true;
        },
        () => false,
      );
    },
    installation,
    check: async () => void (await callSlack(() => quick.auth.test())),
  };
}
