import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { seeded } from '../../sandbox/domo/seed.ts';
import { type DomoServer, type StartDomoOptions, startDomo } from '../../sandbox/domo/server.ts';
import type { World } from '../../sandbox/domo/world.ts';
import { ownManifest } from '../../sandbox/own-manifest.ts';
import type { Person, SeenMessage } from '../../sandbox/slack/person/types.ts';
import { type SlackOptions, type SlackServer, startSlack } from '../../sandbox/slack/start-slack.ts';
import type { Workspace } from '../../sandbox/slack/workspace.ts';
import { productEnv, sandboxPolicy } from '../../sandbox/stage.ts';
import { type ItemState, itemStates } from '../../src/change/types.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { createLogger } from '../../src/logger.ts';
import { parsePolicy } from '../../src/policy.ts';
import { createService, type Overrides, type Service } from '../../src/service.ts';
import { countWords } from '../../src/slack/words.ts';
import type { Database } from '../../src/store/database.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { type TestStorage, testStorage } from './database.ts';
import { hurried, minuteMs } from './hurried.ts';
import { fresh, opened, shared } from './shared.ts';

export interface StewardOptions {
  transport?: 'socket' | 'http';
  policy?: string;
  /** Slack's rates always hold: their minute is the app's. */
  slack?: Omit<SlackOptions, 'minuteMs'>;
  domo?: StartDomoOptions;
  /** Whether the app gets an access token, and with it Domo's product API. */
  accessToken?: boolean;
  /** Adds to what there is in Domo before the app starts, and so knows of it. */
  world?: (world: World) => void;
  /** Changes the workspace before the app starts. */
  workspace?: (workspace: Workspace) => void;
  overrides?: Overrides;
  env?: Record<string, string>;
}

/** The real app between the sandbox's Slack and Domo, on a database of its own. */
export interface Steward {
  slack: SlackServer;
  domo: DomoServer;
  config: Config;
  readonly service: Service;
  /** Stops the app and starts it again on the same database. */
  restart(options?: { policy?: string; overrides?: Overrides }): Promise<void>;
  stop(): Promise<void>;
  start(options?: { policy?: string; overrides?: Overrides }): Promise<void>;
  /** Looks into the database while the app is stopped. */
  inDatabase<T>(look: (database: Database) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export async function startSteward(options: StewardOptions = {}): Promise<Steward> {
  const slack = await startSlack({
    manifest: await ownManifest({ optional: false }),
    ...options.slack,
    minuteMs: options.overrides?.slack?.minuteMs ?? minuteMs,
  });
  // Without `audit`: what follows the activity log asks at moments of its own, and tests count calls.
  const domo = await startDomo({ scopes: ['data', 'user'], ...options.domo });
  options.workspace?.(slack.workspace);
  options.world?.(domo.world);
  const storage: TestStorage = await testStorage();
  const http = options.transport === 'http';
  const read = readConfig({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_API_URL: slack.apiUrl,
    ...(http ? { SLACK_SIGNING_SECRET: slack.signingSecret } : { SLACK_APP_TOKEN: slack.appToken }),
    DOMO_CLIENT_ID: domo.clientId,
    DOMO_CLIENT_SECRET: domo.clientSecret,
    DOMO_API_URL: domo.url,
    DOMO_REQUESTS_PER_SECOND: '1000',
    DATA_DIR: storage.config.dataDir,
    DATABASE_URL: storage.config.databaseUrl,
    AUDIT_KEY: randomUUID(),
    PORT: '0',
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
    ...(options.accessToken && productEnv(domo)),
    ...options.env,
  });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const { config } = read;
  let service: Service | undefined;

  async function start({ policy = options.policy ?? sandboxPolicy, overrides = options.overrides ?? {} } = {}) {
    const parsed = parsePolicy(policy);
    if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
    service = await createService(config, {
      ...hurried,
      logger: createLogger({ level: config.logLevel }),
      policy: parsed.policy,
      ...overrides,
      timing: { ...hurried.timing, ...overrides.timing },
      slack: { ...hurried.slack, ...overrides.slack },
    });
    await service.start();
    await service.caughtUp();
    if (http) slack.deliverTo(`http://127.0.0.1:${service.port}/slack/events`);
  }

  async function stop() {
    await service?.stop();
    service = undefined;
  }

  await start();
  return {
    slack,
    domo,
    config,
    get service() {
      if (service === undefined) throw new Error('The app is stopped');
      return service;
    },
    start,
    stop,
    async restart(again) {
      await stop();
      await start(again);
    },
    async inDatabase(look) {
      const database = await openDatabase(storage.config);
      try {
        return await look(database);
      } finally {
        await database.close();
      }
    },
    async close() {
      await stop();
      await Promise.all([slack.close(), domo.close()]);
      await storage.remove();
    },
  };
}

/** One app for all tests of a file. */
export function sharedSteward(options?: StewardOptions): Steward {
  return shared(
    () => startSteward(options),
    (steward) => steward.close(),
  );
}

/** An app of its own for each test of a file. */
export function freshSteward(options?: StewardOptions): Steward {
  return fresh(
    () => startSteward(options),
    (steward) => steward.close(),
  );
}

/** The same, which each test starts, with what it needs beside or in place of the `usual`. */
export function startedSteward(usual: StewardOptions = {}) {
  const { open, value } = opened(startSteward, (steward) => steward.close());
  return { steward: value, start: (options?: StewardOptions) => open({ ...usual, ...options }) };
}

export const channel = 'domo-changes';

export interface HandOver {
  by?: string;
  from?: { search: string; option: RegExp };
  to?: { search: string; option: RegExp };
  reason?: string;
  only?: RegExp[];
}

/** The first reading of Domo may still be under way: waits until the menu has something to offer. */
export async function untilOffered(person: Person, label: string, query: string): Promise<void> {
  for (let tries = 0; tries < 200 && (await person.search(label, query)).length === 0; tries += 1) await delay(25);
}

/** Asks for a hand-over as a person does; resolves with the errors beside fields, or null. */
export async function askForHandOver(slack: SlackServer, ask: HandOver = {}): Promise<Record<string, string> | null> {
  const person = slack.as(ask.by ?? 'sophie');
  const from = ask.from ?? { search: 'euler', option: /Leonhard Euler/ };
  const to = ask.to ?? { search: 'gauss', option: /Carl Friedrich Gauss/ };
  await person.command('/domo-owner');
  await person.modal('Change dataset owner');
  await untilOffered(person, 'Current owner', from.search);
  await person.choose('Current owner', from.option, { search: from.search });
  if (ask.only !== undefined) {
    await person.choose('Which datasets', 'Only some');
    await person.chooseMany('Datasets', ask.only);
  }
  await person.choose('New owner', to.option, { search: to.search });
  await person.fill('Reason', ask.reason ?? 'Leonhard has left');
  return person.submit();
}

/** The card of a request as a steward sees it once it can be decided. */
export async function decidableCard(slack: SlackServer, number: number, as = 'emmy'): Promise<SeenMessage> {
  const person = slack.as(as);
  // Not one that names it as what follows: a card begins with its own number.
  const card = await person.sees(channel, new RegExp(`^(?:.*: )?#${number} ·`, 'm'));
  await slack.workspace.until(() => person.now(card).buttons.includes('Approve') || undefined);
  return person.now(card);
}

/** What became of the datasets of a plan: how many of each. */
export type Outcome = Partial<Record<ItemState, number>>;

/** A card of a run that is over and ended just so: while it runs or stops, the counts are there already and the rest is not. */
export function ended(outcome: Outcome): RegExp {
  const { verified = 0, already = 0 } = outcome;
  const total = itemStates.reduce((sum, state) => sum + (outcome[state] ?? 0), 0);
  const done = verified + already;
  const told = verified > 0 && already > 0 ? [] : ['verified', 'already'];
  const counts = itemStates
    .filter((state) => outcome[state] && !told.includes(state))
    .map((state) => (total === 1 ? countWords[state] : `${outcome[state]} ${countWords[state]}`));
  const head =
    done === 0
      ? `[Nn]othing ${outcome.unverified ? 'confirmed' : 'changed'}`
      : done < total
        ? `${done} of ${total} datasets (?:changed|done)`
        : total === 1
          ? countWords[verified > 0 ? 'verified' : 'already']
          : `All ${total} datasets (?:done|${countWords.verified})`;
  return new RegExp(
    `^(?:✅|⚠️|❌) #\\d+ · .*${head}.*${counts.length > 0 ? ` · ${counts.join(', ')}` : ''}(?: · approved|$)`,
    'm',
  );
}

/** Who owns each of the datasets that were Leonhard Euler's. */
export function ownersOf(domo: DomoServer, ids: string[]): number[] {
  return ids.map((id) => domo.world.dataset(id)?.ownerId ?? 0);
}

export function eulersDatasets(domo: DomoServer): string[] {
  return domo.world.ownedBy(seeded.euler).map((dataset) => dataset.id);
}
