import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LogLevel, WebAPIPlatformError, WebClient } from '@slack/web-api';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Policy } from '../change/types.ts';
import type { Config, SlackAccess } from '../config.ts';
import { orgWide } from '../slack/client.ts';
import { filesForbidden } from '../slack/post-file.ts';
import type { Workspace } from './check-people.ts';
import { bad, type Finding, good, note } from './finding.ts';
import { explain, isUnreachable } from './slack-problem.ts';

const scopes = z.object({ bot: z.array(z.string()), bot_optional: z.array(z.string()) });
const manifest = z.object({ oauth_config: z.object({ scopes }) });

/** What is lost without a scope that may be left out. */
const lost: Record<string, string> = {
  'channels:history':
    'in a public channel, replies in the thread of a card are not kept with the request, and a card may be posted twice after a crash',
  'groups:history':
    'in a private channel, replies in the thread of a card are not kept with the request, and a card may be posted twice after a crash',
  'dnd:read': 'people in Do Not Disturb are pinged like everyone else',
};

export interface SlackSeen {
  findings: Finding[];
  /** Where the app is installed; undefined when it is not let in. */
  workspace?: Workspace | undefined;
}

/** Signs in to Slack, compares the scopes with the manifest, and looks at the policy's channel. */
export async function checkSlack(settings: Config['slack'], policy: Policy | undefined): Promise<SlackSeen> {
  const { findings: signedIn, workspace } = await signIn(settings);
  if (workspace === undefined) return { findings: signedIn };
  const { client } = workspace;
  const findings = [...signedIn, ...(await checkTransport(settings)), ...(await checkFiles(client))];
  if (policy === undefined) return { findings, workspace };
  return { findings: [...findings, ...(await checkChannel(client, policy.channel))], workspace };
}

/** Someone waits for the answer: no retries, and a time-out. */
function connect(settings: SlackAccess, token: string): WebClient {
  const apiUrl = settings.apiUrl === undefined ? {} : { slackApiUrl: settings.apiUrl.replace(/\/*$/, '/') };
  return new WebClient(token, {
    logLevel: LogLevel.ERROR,
    ...apiUrl,
    retryConfig: { retries: 0 },
    timeout: 15_000,
    rejectRateLimitedCalls: true,
  });
}

/** Signs in to Slack, and compares the scopes with the manifest. */
export async function signIn(settings: SlackAccess): Promise<SlackSeen> {
  const client = connect(settings, settings.botToken);
  try {
    const answer = await client.auth.test();
    if (answer.is_enterprise_install === true) return { findings: [bad(`Slack: ${orgWide}`)] };
    const { team, team_id: teamId = '', user, response_metadata } = answer;
    // A proxy may keep Slack's header from us: then nobody knows what the app may do.
    const granted = response_metadata?.scopes;
    const { bot, bot_optional: optional } = await declaredScopes();
    const missing = granted === undefined ? [] : bot.filter((scope) => !granted.includes(scope));
    const needed = missing.filter((scope) => !optional.includes(scope));
    const signedIn = good(`Slack: signed in to ${team} as ${user}.`);
    if (needed.length === 0) {
      return { findings: [signedIn, ...missing.map(declined)], workspace: { client, teamId } };
    }
    const add = 'Add them under OAuth & Permissions, or import manifest.yml again, and reinstall the app.';
    return { findings: [signedIn, bad(`Slack: the app lacks scopes: ${needed.join(', ')}. ${add}`)] };
  } catch (thrown) {
    const what = isUnreachable(thrown)
      ? 'Check that this machine can connect to it, through its proxy if it has one.'
      : 'Check SLACK_BOT_TOKEN: OAuth & Permissions shows it.';
    return { findings: [bad(`Slack: can't sign in: ${explain(thrown)} ${what}`)] };
  }
}

async function declaredScopes(): Promise<z.infer<typeof scopes>> {
  const text = await readFile(join(import.meta.dirname, '../../manifest.yml'), 'utf8');
  return manifest.parse(parse(text)).oauth_config.scopes;
}

function declined(scope: string): Finding {
  const what = lost[scope] ?? 'something is left out';
  return note(`Slack: the optional scope ${scope} isn't granted: ${what}. Reinstall the app to grant it.`);
}

async function checkTransport(settings: Config['slack']): Promise<Finding[]> {
  if (settings.transport.mode === 'http') {
    return [
      note(
        'Slack: delivers to POST /slack/events. SLACK_SIGNING_SECRET shows at the first delivery whether it is right.',
      ),
    ];
  }
  try {
    await connect(settings, settings.transport.appToken).apps.connections.open();
    return [good('Slack: Socket Mode can connect.')];
  } catch (thrown) {
    const what = 'SLACK_APP_TOKEN must be an app-level token with connections:write, and Socket Mode be on.';
    return [bad(`Slack: Socket Mode can't connect: ${explain(thrown)} ${what}`)];
  }
}

/**
 * Only a try shows whether the workspace lets files in. Asking for an address uploads nothing, and nobody sees it; what is
 * refused later, by kind of file or by channel, stays unknown.
 */
async function checkFiles(client: WebClient): Promise<Finding[]> {
  try {
    await client.files.getUploadURLExternal({ filename: 'domo-steward-doctor.csv', length: 1 });
    return [];
  } catch (thrown) {
    const isForbidden = thrown instanceof WebAPIPlatformError && filesForbidden.includes(thrown.data.error);
    if (!isForbidden) return [note(`Slack: can't tell whether files may be uploaded: ${explain(thrown)}`)];
    return [
      note(
        `Slack: files can't be uploaded here (${thrown.data.error}). Long plans can be read in Details, without a CSV.`,
      ),
    ];
  }
}

async function checkChannel(client: WebClient, id: string): Promise<Finding[]> {
  try {
    const { channel } = await client.conversations.info({ channel: id });
    const name = `#${channel?.name ?? id}`;
    if (channel?.is_archived) return [bad(`Slack: the channel ${name} is archived. Name another one in the policy.`)];
    const others = channel?.is_ext_shared ? 'other companies' : channel?.is_shared ? 'other workspaces' : undefined;
    const shared = `Slack: ${name} is shared with ${others}: their people can read the requests there, but can't decide any.`;
    if (channel?.is_member) return [good(`Slack: the app is in ${name}.`), ...(others ? [note(shared)] : [])];
    return [
      bad(`Slack: the app is not in ${name}, where requests are decided. Invite it there: /invite @Domo Steward`),
    ];
  } catch (thrown) {
    const what = "Check `channel` in the policy. If it's private, invite the app there first.";
    return [bad(`Slack: the channel ${id} can't be seen: ${explain(thrown)} ${what}`)];
  }
}
