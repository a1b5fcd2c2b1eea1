import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { resolveEnvironment } from './environment.ts';

export interface LedgerConfig {
  /** With `url`: a PostgreSQL server; without: PGlite in `dataDir`. */
  database: { url?: string | undefined; dataDir: string };
  auditKey?: string | undefined;
  /** Keys that the log was written with before; a line each. */
  auditKeysBefore: string[];
}

export interface SlackAccess {
  botToken: string;
  /** Slack's Web API when it is not Slack's own: the sandbox. */
  apiUrl?: string | undefined;
}

export interface Config extends LedgerConfig {
  slack: SlackAccess & {
    transport: { mode: 'socket'; appToken: string } | { mode: 'http'; signingSecret: string };
  };
  domo: {
    clientId: string;
    clientSecret: string;
    /** Without a slash at the end. */
    apiUrl: string;
    /** Where people open this Domo, as `https://acme.domo.com`; without: what its token says. */
    instanceUrl?: string | undefined;
    /** Its product API, where the admin gave an access token. */
    product?: { url: string; accessToken: string } | undefined;
    requestsPerSecond: number;
    concurrency: number;
  };
  redisUrl?: string | undefined;
  /** Where `port` is listened on; without: every interface. */
  host?: string | undefined;
  port: number;
  policyFile: string;
  logLevel: LogLevel;
}

type Environment = Record<string, string | undefined>;

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export type Result<T> = { ok: true; config: T } | { ok: false; problems: string[] };

const url = (name: string, schemes: string[], what: string) => {
  const error = `${name} must be ${what}.`;
  const known = (value: string) => schemes.includes(URL.parse(value)?.protocol ?? '');
  return z.string().refine(known, { error });
};

const number = (name: string, fits: (value: number) => boolean, what: string) =>
  z
    .string()
    .refine((value) => /^\d+(\.\d+)?$/.test(value) && fits(Number(value)), {
      error: (issue) => `${name} must be ${what}, not "${issue.input}".`,
    })
    .transform(Number);

const required = (name: string, what: string) => z.string({ error: `${name} is missing: ${what}.` });

/** All that the audit log's tools need. */
const ledger = z.object({
  DATABASE_URL: url('DATABASE_URL', ['postgres:', 'postgresql:'], 'a postgres:// URL').optional(),
  DATA_DIR: z.string().default('./data'),
  AUDIT_KEY: z
    .string()
    .min(16, 'AUDIT_KEY must have 16 characters or more: it is what keeps the audit chain from being forged.')
    .optional(),
  AUDIT_KEY_PREVIOUS: z
    .string()
    .default('')
    .transform((keys) => keys.split(/\r?\n/).filter((key) => key !== '')),
});

const policyFile = z.string().default('./policy.yml');

const schema = z
  .object({
    ...ledger.shape,
    SLACK_BOT_TOKEN: required(
      'SLACK_BOT_TOKEN',
      'the Bot User OAuth Token of your Slack app, which starts with xoxb-',
    ).startsWith('xoxb-', 'SLACK_BOT_TOKEN must be a bot token, which starts with xoxb-.'),
    SLACK_APP_TOKEN: z
      .string()
      .startsWith('xapp-', 'SLACK_APP_TOKEN must be an app-level token, which starts with xapp-.')
      .optional(),
    SLACK_SIGNING_SECRET: z.string().optional(),
    SLACK_API_URL: url('SLACK_API_URL', ['http:', 'https:'], 'an http or https URL').optional(),
    DOMO_CLIENT_ID: required('DOMO_CLIENT_ID', 'the ID of a Domo API client with the scopes data and user'),
    DOMO_CLIENT_SECRET: required('DOMO_CLIENT_SECRET', 'the secret of that Domo API client'),
    DOMO_API_URL: url('DOMO_API_URL', ['http:', 'https:'], 'an http or https URL')
      .refine((value) => !URL.parse(value)?.username, 'DOMO_API_URL must not contain a user name or password.')
      .default('https://api.domo.com'),
    DOMO_INSTANCE_URL: z.string().optional(),
    DOMO_ACCESS_TOKEN: z.string().optional(),
    DOMO_REQUESTS_PER_SECOND: number(
      'DOMO_REQUESTS_PER_SECOND',
      (value) => value > 0 && value <= 1000,
      'a number above 0, at most 1000',
    ).default(5),
    DOMO_CONCURRENCY: number(
      'DOMO_CONCURRENCY',
      (value) => Number.isInteger(value) && value >= 1 && value <= 100,
      'a whole number from 1 to 100',
    ).default(4),
    REDIS_URL: url('REDIS_URL', ['redis:', 'rediss:'], 'a redis:// or rediss:// URL').optional(),
    PORT: number(
      'PORT',
      (value) => Number.isInteger(value) && value <= 65_535,
      'a whole number from 0 to 65535',
    ).default(3000),
    LISTEN_HOST: z.string().optional(),
    POLICY_FILE: policyFile,
    LOG_LEVEL: z
      .enum(logLevels, { error: (issue) => `LOG_LEVEL must be one of ${logLevels.join(', ')}, not "${issue.input}".` })
      .default('info'),
  })
  .refine((env) => env.SLACK_APP_TOKEN !== undefined || env.SLACK_SIGNING_SECRET !== undefined, {
    error:
      'SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both missing: give an app-level token (xapp-) to connect by ' +
      'Socket Mode, or the signing secret to receive HTTP requests from Slack.',
    path: ['SLACK_APP_TOKEN'],
    // Also when other variables are wrong, so that everything is reported at once.
    when: () => true,
  })
  .refine((env) => env.DOMO_INSTANCE_URL === undefined || isInstance(env.DOMO_INSTANCE_URL, env.DOMO_API_URL), {
    error: 'DOMO_INSTANCE_URL must be the address of your Domo and nothing more, such as https://acme.domo.com.',
    path: ['DOMO_INSTANCE_URL'],
    when: () => true,
  })
  .refine((env) => env.DOMO_ACCESS_TOKEN === undefined || takesToken(env.DOMO_INSTANCE_URL, env.DOMO_API_URL), {
    error:
      'DOMO_ACCESS_TOKEN needs DOMO_INSTANCE_URL, the address of your Domo, such as https://acme.domo.com: it goes nowhere else.',
    path: ['DOMO_ACCESS_TOKEN'],
    when: () => true,
  });

const slackAccess = z.object({
  SLACK_BOT_TOKEN: schema.shape.SLACK_BOT_TOKEN.optional(),
  SLACK_API_URL: schema.shape.SLACK_API_URL,
});

/** The access token can do all that its user can: it goes to Domo's own hosts alone, or to a Domo on this machine. */
function takesToken(value: string | undefined, apiUrl: string): boolean {
  const url = URL.parse(value ?? '');
  if (url?.protocol === 'https:') return url.port === '' && /^[a-z0-9-]+\.domo\.com$/.test(url.hostname);
  return isLoopback(url) && isLoopback(URL.parse(apiUrl));
}

/** People follow it from every card, so it is a place on the web; beside a Domo on this machine it may be one too. */
function isInstance(value: string, apiUrl: string): boolean {
  const url = URL.parse(value);
  if (url === null || url.href !== `${url.origin}/`) return false;
  return url.protocol === 'https:' || (isLoopback(url) && isLoopback(URL.parse(apiUrl)));
}

function isLoopback(url: URL | null): boolean {
  return url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
}

const secrets = [
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'DOMO_CLIENT_ID',
  'DOMO_CLIENT_SECRET',
  'DOMO_ACCESS_TOKEN',
  'DATABASE_URL',
  'REDIS_URL',
  'AUDIT_KEY',
  'AUDIT_KEY_PREVIOUS',
];

/**
 * The environment as a Config, or every problem in it at once, as sentences that name the variable and hold no secret. An
 * empty value counts as absent. Each secret may come as `NAME_FILE`, the path of a file that holds it. An app token
 * means Socket Mode, also when a signing secret is there.
 */
export function readConfig(env: Environment, readFile = readText): Result<Config> {
  return read(schema, nest, secrets, env, readFile);
}

/** The path of the policy, for a tool that needs nothing else. */
export function readPolicyFile(env: Environment): string {
  return policyFile.parse(env.POLICY_FILE || undefined);
}

/** What a tool needs to ask Slack; undefined: there is no token. */
export function readSlackAccess(env: Environment): Result<SlackAccess | undefined> {
  const nested = ({ SLACK_BOT_TOKEN: botToken, SLACK_API_URL: apiUrl }: z.output<typeof slackAccess>) =>
    botToken === undefined ? undefined : { botToken, apiUrl };
  return read(slackAccess, nested, ['SLACK_BOT_TOKEN'], env);
}

/** The part of it that the audit log's tools need: an auditor with a copy of the database has no tokens. */
export function readLedgerConfig(env: Environment): Result<LedgerConfig> {
  return read(ledger, nestLedger, ['DATABASE_URL', 'AUDIT_KEY', 'AUDIT_KEY_PREVIOUS'], env);
}

function readText(path: string): string {
  return readFileSync(path, 'utf8');
}

function read<S extends z.ZodType, T>(
  wanted: S,
  nested: (values: z.output<S>) => T,
  secrets: string[],
  env: Environment,
  readFile = readText,
): Result<T> {
  const resolved = resolveEnvironment(env, secrets, readFile);
  const parsed = wanted.safeParse(resolved.values);
  // A secret whose file is unusable was reported as that; it is not missing as well.
  const unreported = (parsed.error?.issues ?? []).filter((issue) => !resolved.unusable.has(String(issue.path[0])));
  const problems = [...resolved.problems, ...unreported.map((issue) => issue.message)];
  if (!parsed.success || problems.length > 0) return { ok: false, problems };
  return { ok: true, config: nested(parsed.data) };
}

/** The configured values that must never be written to a log. */
export function configSecrets({ slack, domo, auditKey, auditKeysBefore }: Config): string[] {
  const { transport } = slack;
  const door = transport.mode === 'socket' ? transport.appToken : transport.signingSecret;
  const optional = [domo.product?.accessToken, auditKey].filter((secret) => secret !== undefined);
  return [slack.botToken, door, domo.clientSecret, ...optional, ...auditKeysBefore];
}

function nestLedger(env: z.output<typeof ledger>): LedgerConfig {
  return {
    database: { url: env.DATABASE_URL, dataDir: env.DATA_DIR },
    auditKey: env.AUDIT_KEY,
    auditKeysBefore: env.AUDIT_KEY_PREVIOUS,
  };
}

function nest(env: z.output<typeof schema>): Config {
  const instanceUrl = env.DOMO_INSTANCE_URL && URL.parse(env.DOMO_INSTANCE_URL)?.origin;
  return {
    slack: {
      botToken: env.SLACK_BOT_TOKEN,
      transport:
        env.SLACK_APP_TOKEN === undefined
          ? { mode: 'http', signingSecret: env.SLACK_SIGNING_SECRET ?? '' }
          : { mode: 'socket', appToken: env.SLACK_APP_TOKEN },
      apiUrl: env.SLACK_API_URL,
    },
    domo: {
      clientId: env.DOMO_CLIENT_ID,
      clientSecret: env.DOMO_CLIENT_SECRET,
      apiUrl: env.DOMO_API_URL.replace(/\/+$/, ''),
      instanceUrl,
      product:
        env.DOMO_ACCESS_TOKEN && instanceUrl ? { url: instanceUrl, accessToken: env.DOMO_ACCESS_TOKEN } : undefined,
      requestsPerSecond: env.DOMO_REQUESTS_PER_SECOND,
      concurrency: env.DOMO_CONCURRENCY,
    },
    ...nestLedger(env),
    redisUrl: env.REDIS_URL,
    host: env.LISTEN_HOST,
    port: env.PORT,
    policyFile: env.POLICY_FILE,
    logLevel: env.LOG_LEVEL,
  };
}
