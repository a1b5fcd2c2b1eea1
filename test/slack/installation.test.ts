import { pino } from 'pino';
import { gridWorld } from '../../sandbox/slack/grid-world.ts';
import { defaultManifest } from '../../sandbox/slack/manifest.ts';
import { type SlackOptions, startSlack } from '../../sandbox/slack/start-slack.ts';
import { createSlackClient } from '../../src/slack/client.ts';

/** Who the app is at a Slack like this one, or why it doesn't start there. */
async function installationAt(options: SlackOptions, botToken?: string) {
  const slack = await startSlack(options);
  const config = {
    botToken: botToken ?? slack.botToken,
    apiUrl: slack.apiUrl,
    transport: { mode: 'http', signingSecret: slack.signingSecret },
  } as const;
  const client = createSlackClient({ config, logger: pino({ level: 'silent' }), now: () => new Date() });
  return await client.installation().finally(slack.close);
}

const refused = (sentence: RegExp) => ({ name: 'StartupError', problems: [expect.stringMatching(sentence)] });
const without = (...scopes: string[]) => ({
  ...defaultManifest,
  scopes: defaultManifest.scopes.filter((scope) => !scopes.includes(scope)),
});

test('on one workspace it says which, and what was granted', async () => {
  const { teamId, scopes } = await installationAt({});
  expect(teamId).toMatch(/^T/);
  expect(scopes?.toSorted()).toEqual(defaultManifest.scopes.toSorted());
});

test.each<[string, SlackOptions, string | undefined, RegExp]>([
  ['for a whole organization', { world: gridWorld({ isOrgWide: true }) }, undefined, /Install it on the workspace/],
  [
    'without scopes that the code uses',
    { manifest: without('users:read.email', 'usergroups:read') },
    undefined,
    /lacks the scopes users:read\.email, usergroups:read\. Add them/,
  ],
  ['with a token that Slack refuses', {}, 'xoxb-wrong', /refuses SLACK_BOT_TOKEN \(invalid_auth\)/],
])('an app installed %s does not start, and says what to do', async (_, options, token, sentence) => {
  await expect(installationAt(options, token)).rejects.toMatchObject(refused(sentence));
});
