import { App, HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import { type Logger, LogLevel } from '@slack/web-api';
import { type SlackOptions, type SlackServer, startSlack } from '../../slack/start-slack.ts';

export type TransportName = 'http' | 'socket';

export interface TinyApp {
  slack: SlackServer;
  app: App;
  stop(): Promise<void>;
}

const quiet: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

/** A real Bolt app in a sandbox workspace, over either transport. `register` adds its listeners. */
export async function startTinyApp(
  transport: TransportName,
  register: (app: App) => void,
  options: SlackOptions = {},
): Promise<TinyApp> {
  const slack = await startSlack(options);
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } };
  const receiver =
    transport === 'http'
      ? new HTTPReceiver({ signingSecret: slack.signingSecret, logger: quiet })
      : new SocketModeReceiver({
          appToken: slack.appToken,
          // Reconnects after this long, in ms.
          clientPingTimeout: 50,
          installerOptions: { clientOptions },
          logger: quiet,
        });
  const app = new App({ token: slack.botToken, clientOptions, receiver, logger: quiet });
  register(app);
  // Bolt asks who it is as soon as it is made, and nobody hears of a failure: the process ends where Slack is gone by then.
  await slack.workspace.until(() => slack.calls.some(({ method }) => method === 'auth.test'));
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  const address = server && 'address' in server ? server.address() : null;
  if (typeof address === 'object' && address) slack.deliverTo(`http://127.0.0.1:${address.port}/slack/events`);
  return {
    slack,
    app,
    stop: async () => {
      await app.stop();
      await slack.close();
    },
  };
}
