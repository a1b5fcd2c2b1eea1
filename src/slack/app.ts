import type { RequestListener } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import bolt from '@slack/bolt';
import type { Catalog } from '../catalog/types.ts';
import type { Policy } from '../change/types.ts';
import type { Config } from '../config.ts';
import { StartupError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { Drafts, Workflow } from '../workflow/use-cases.ts';
import { boltLogger } from './bolt-logger.ts';
import { callSlack, SlackRefusal } from './call-slack.ts';
import { clientOptions, type SlackClient, type SlackLimits } from './client.ts';
import { watchDeliveries } from './every-delivery.ts';
import { registerListeners } from './listeners/index.ts';
import { signedFetch } from './signed-fetch.ts';
import { strictListener } from './strict-listener.ts';
import { createTracker } from './tracker.ts';

export interface SlackAppOptions {
  config: Config['slack'];
  /** As `config`, with the secrets of now. */
  configNow?: (() => Config['slack']) | undefined;
  client: SlackClient;
  workflow: Workflow;
  drafts: Drafts;
  catalog: Catalog;
  logger: Logger;
  now: () => Date;
  /** From the policy: Slack people whose Domo user has another e-mail. */
  people?: (() => Policy['people']) | undefined;
  /** How long Slack waited for an acknowledgement, in seconds. Over HTTP the server measures that. */
  onAck?: ((seconds: number) => void) | undefined;
  limits?: SlackLimits | undefined;
}

export interface SlackApp {
  /**
   * Connects, in Socket Mode; over HTTP Slack's deliveries come to `requestListener`. A Slack that is away is tried again in
   * the background. Throws `StartupError` when Slack refuses the tokens.
   */
  start(): Promise<void>;
  /** Takes no more deliveries, and waits up to `graceMs` for what runs behind those already acknowledged. */
  stop(graceMs: number): Promise<void>;
  /** Asks Slack whether it answers now. Throws why not. */
  check(): Promise<void>;
  /** Absent in Socket Mode. */
  requestListener?: RequestListener | undefined;
}

/** Between two tries to reach a Slack that is away, in ms. */
const usualBetweenTries = 5_000;
/** A connection on which Slack doesn't say hello for so long is given up, in ms. */
const helloWithin = 15_000;

/** The Bolt app over either transport, with its listeners. */
export function createSlackApp(options: SlackAppOptions): SlackApp {
  const { config, configNow = () => config, client, logger, limits = {} } = options;
  const { transport } = config;
  const shared = { logger: boltLogger(logger) };
  /** Another way of delivery is taken up at a start only. */
  const appTokenNow = () => {
    const now = configNow().transport;
    return now.mode === 'socket' ? now.appToken : '';
  };
  const signingSecretNow = () => {
    const now = configNow().transport;
    return now.mode === 'http' ? now.signingSecret : '';
  };
  const receiver =
    transport.mode === 'http'
      ? new bolt.HTTPReceiver({ ...shared, signingSecret: transport.signingSecret, signatureVerification: false })
      : new bolt.SocketModeReceiver({
          ...shared,
          appToken: transport.appToken,
          // Its own reconnecting ends the process where Slack has no connection to give (as of 3.1), and waits 5 s each hour.
          autoReconnectEnabled: false,
          ...(limits.pongWithin !== undefined && { clientPingTimeout: limits.pongWithin }),
          installerOptions: {
            clientOptions: clientOptions(config, logger, signedFetch(transport.appToken, appTokenNow)),
          },
        });
  const app = new bolt.App({
    receiver,
    // With a token Bolt would ask Slack who it is as soon as it is made, and a Slack that is away would end the process.
    authorize: async () => {
      const { botId, botUserId } = await client.installation();
      return { botToken: configNow().botToken, botId, botUserId };
    },
    clientOptions: clientOptions(config, logger, fetch),
    ignoreSelf: true,
    logger: boltLogger(logger),
  });
  app.error(async (error) => logger.error({ err: error }, 'a delivery could not be dealt with'));
  const tracker = createTracker(logger);
  watchDeliveries(app, {
    tracker,
    logger,
    installation: client.installation,
    onAck: transport.mode === 'socket' ? options.onAck : undefined,
  });
  registerListeners(app, { ...options, ackWithin: limits.ackWithin });
  const stopping = new AbortController();
  /** Why it was not reached; undefined once it was. */
  let away: unknown = new Error('Slack has not answered yet.');

  let isTrying = false;

  async function reach(): Promise<void> {
    await client.installation();
    if (receiver instanceof bolt.SocketModeReceiver) await connect(app, receiver.client);
    away = undefined;
  }

  /** Until Slack is reached. */
  async function keepTrying(): Promise<void> {
    if (isTrying) return;
    isTrying = true;
    while (away !== undefined && !stopping.signal.aborted) {
      await reach().catch(async (err: unknown) => {
        away = err;
        logger.warn({ err }, 'Slack is not reached; it is tried again');
        await delay(limits.betweenTries ?? usualBetweenTries, undefined, { signal: stopping.signal }).catch(
          () => undefined,
        );
      });
    }
    isTrying = false;
  }

  // Also when the end was announced, or Slack didn't answer a ping.
  if (receiver instanceof bolt.SocketModeReceiver) {
    receiver.client.on('disconnected', () => {
      away = new Error('The connection to Slack broke.');
      void keepTrying();
    });
  }

  return {
    async start() {
      isTrying = true;
      try {
        await reach();
      } catch (err) {
        if (err instanceof StartupError) throw err;
        away = err;
        logger.warn({ err }, 'Slack was not reached at start; it is tried again');
      }
      isTrying = false;
      void keepTrying();
    },
    async stop(graceMs) {
      stopping.abort();
      away = new Error('The app is stopping.');
      if (transport.mode === 'socket') await app.stop();
      await Promise.race([tracker.idle(), delay(graceMs, undefined, { ref: false })]);
    },
    async check() {
      if (away !== undefined) throw away;
      await client.check();
    },
    requestListener:
      receiver instanceof bolt.HTTPReceiver
        ? strictListener(receiver.requestListener, signingSecretNow, options.now)
        : undefined,
  };
}

async function connect(
  app: InstanceType<typeof bolt.App>,
  socket: InstanceType<typeof bolt.SocketModeReceiver>['client'],
): Promise<void> {
  const late = setTimeout(() => void socket.disconnect(), helloWithin);
  try {
    await callSlack(() => app.start());
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    throw new StartupError(
      [
        `Slack refuses SLACK_APP_TOKEN (${error.error}). Copy the app-level token (xapp-, with the scope connections:write) ` +
          "from your app's page again, and check that Socket Mode is on.",
      ],
      error,
    );
  } finally {
    clearTimeout(late);
  }
}
