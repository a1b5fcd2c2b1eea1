import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DomoServer, type StartDomoOptions, startDomo } from './domo/server.ts';
import { ownManifest } from './own-manifest.ts';
import { type SlackOptions, type SlackServer, startSlack } from './slack/start-slack.ts';

/** Both servers, and the environment that points the app at them. */
export interface Stage {
  slack: SlackServer;
  domo: DomoServer;
  dataDir: string;
  env: Record<string, string>;
  close(): Promise<void>;
}

export interface StageOptions {
  slack?: Omit<SlackOptions, 'minuteMs'>;
  /** How long the minute of Slack's rate limits is, in ms; 60,000. */
  minuteMs?: number;
  domo?: StartDomoOptions;
  /** The text of the policy; default: `@data-stewards` decide in #domo-changes. */
  policy?: string;
  /** Whether the app gets an access token, and with it Domo's product API. */
  accessToken?: boolean;
}

export const sandboxPolicy = `channel: C0123456789 # #domo-changes
approvers: [S0123456789] # @data-stewards
rules:
  - name: a column goes away
    when: { kind: schema, risk: breaking }
    approvals: 2
`;

/** The story’s. Of a hand-over so large the new owner is asked too, and Ada of what Leonhard owns. Carl steps in where nobody decides. */
export const storyPolicy = `${sandboxPolicy}  - name: large hand-over
    when: { kind: owner, items: 10 }
    require_acceptance: true
  - name: what Leonhard owns
    when: { kind: owner, owners: [29] }
    approvers: [U0ADA000001]
fallback_approvers: [U0CARL00001]
`;

/** What points the app at Domo's product API. */
export function productEnv({ product }: DomoServer): { DOMO_INSTANCE_URL: string; DOMO_ACCESS_TOKEN: string } {
  return { DOMO_INSTANCE_URL: product.url, DOMO_ACCESS_TOKEN: product.token };
}

/** Starts a Slack workspace and a Domo instance on loopback, and lays out a new data directory with a policy. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const { minuteMs = 60_000 } = options;
  const slack = await startSlack({ manifest: await ownManifest(), ...options.slack, minuteMs });
  const domo = await startDomo(options.domo);
  const dataDir = await mkdtemp(join(tmpdir(), 'domo-steward-sandbox-'));
  const policyFile = join(dataDir, 'policy.yml');
  await writeFile(policyFile, options.policy ?? sandboxPolicy);
  return {
    slack,
    domo,
    dataDir,
    env: {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      DOMO_CLIENT_ID: domo.clientId,
      DOMO_CLIENT_SECRET: domo.clientSecret,
      DOMO_API_URL: domo.url,
      ...(options.accessToken && productEnv(domo)),
      // Loopback is no guest of Domo's: nobody should wait for a sandbox.
      DOMO_REQUESTS_PER_SECOND: '50',
      DATA_DIR: dataDir,
      POLICY_FILE: policyFile,
      LISTEN_HOST: '127.0.0.1',
      PORT: '0',
    },
    async close() {
      await Promise.all([slack.close(), domo.close()]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
