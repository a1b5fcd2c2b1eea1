import { type Config, configSecrets, type Result } from './config.ts';
import type { Logger } from './logger.ts';

export interface LiveSecrets {
  /** The configuration, with the secrets of now. */
  now(): Pick<Config, 'slack' | 'domo'>;
  /** Goes on with what was read again. What cannot be read, or is another setup, is refused in the log. */
  take(read: Result<Config>): void;
}

/**
 * The secrets of Slack and Domo while the app runs: each call asks for the one of now. A token of Domo's that is out stays
 * good until it ends, or Domo refuses it. `hidden`: what the log never shows; the old ones stay among it.
 */
export function createLiveSecrets(
  first: Config,
  { hidden, logger }: { hidden: Set<string>; logger: Logger },
): LiveSecrets {
  let { slack, domo } = first;

  return {
    now: () => ({ slack, domo }),
    take(read) {
      if (!read.ok) {
        logger.error({ problems: read.problems }, 'the secrets cannot be read again; those before stay in use');
        return;
      }
      const { config } = read;
      if (config.slack.transport.mode !== slack.transport.mode) {
        logger.error('Socket Mode and HTTP are only changed by a restart; the secrets before stay in use');
        return;
      }
      for (const secret of configSecrets(config)) hidden.add(secret);
      const changed = namesOfChanged({ ...first, slack, domo }, config);
      ({ slack, domo } = config);
      if (changed.live.length > 0) logger.info({ changed: changed.live }, 'the secrets were read again');
      if (changed.later.length > 0) logger.warn({ changed: changed.later }, 'these are taken up at the next start');
    },
  };
}

/** `later`: those with which the database was opened, and the log is written. */
function namesOfChanged(before: Config, after: Config): { live: string[]; later: string[] } {
  const door = ({ slack: { transport } }: Config) =>
    transport.mode === 'socket' ? transport.appToken : transport.signingSecret;
  const differ = (all: Record<string, (config: Config) => unknown>) =>
    Object.keys(all).filter((name) => all[name]?.(before) !== all[name]?.(after));
  return {
    live: differ({
      SLACK_BOT_TOKEN: ({ slack }) => slack.botToken,
      [before.slack.transport.mode === 'socket' ? 'SLACK_APP_TOKEN' : 'SLACK_SIGNING_SECRET']: door,
      DOMO_CLIENT_ID: ({ domo }) => domo.clientId,
      DOMO_CLIENT_SECRET: ({ domo }) => domo.clientSecret,
    }),
    later: differ({
      DATABASE_URL: ({ database }) => database.url,
      DOMO_ACCESS_TOKEN: ({ domo }) => domo.product?.accessToken,
      REDIS_URL: ({ redisUrl }) => redisUrl,
      AUDIT_KEY: ({ auditKey }) => auditKey,
      AUDIT_KEY_PREVIOUS: ({ auditKeysBefore }) => auditKeysBefore.join('\n'),
    }),
  };
}
