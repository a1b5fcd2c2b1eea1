import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sandboxPolicy } from '../sandbox/stage.ts';
import { type Child, startChild } from './child.ts';
import { databaseUrlOf } from './data-dir.ts';
import type { ServersCommands, ServersOptions } from './processes/servers.ts';
import type { StewardCommands } from './processes/steward.ts';

export type Servers = Child<ServersCommands>;
export type Steward = Child<StewardCommands>;

export interface StewardOptions {
  /** The allowed rate of calls to Domo, per second. */
  rate: number;
  concurrency?: number;
  dataDir: string;
  /** Default: the sandbox's. */
  policy?: string;
}

/** Both servers in one process, the app in another: what one does is not measured as the other's. */
export function startServers(options: ServersOptions): Promise<Servers> {
  return startChild<ServersCommands>('servers', options);
}

export async function stewardEnv(servers: Servers, options: StewardOptions): Promise<Record<string, string>> {
  const { rate, concurrency = 8, dataDir, policy = sandboxPolicy } = options;
  const databaseUrl = databaseUrlOf(dataDir);
  const policyFile = join(dataDir, 'policy.yml');
  await writeFile(policyFile, policy);
  return {
    ...(await servers.call.env()),
    DATA_DIR: dataDir,
    ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
    POLICY_FILE: policyFile,
    PORT: '0',
    LOG_LEVEL: process.env.BENCH_LOG_LEVEL ?? 'error',
    DOMO_REQUESTS_PER_SECOND: String(rate),
    DOMO_CONCURRENCY: String(concurrency),
  };
}

/** Resolves when the app is ready and Slack delivers to it. */
export async function startSteward(servers: Servers, options: StewardOptions): Promise<Steward> {
  const steward = await startChild<StewardCommands>('steward', {}, await stewardEnv(servers, options));
  await servers.call.deliverTo(await steward.call.port());
  return steward;
}
