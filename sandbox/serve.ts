import { type DomoServer, startDomo } from './domo/server.ts';
import { ownManifest } from './own-manifest.ts';
import { type SlackServer, startSlack } from './slack/start-slack.ts';

/** Any other program's way to both servers. */
export interface ServersLine {
  slack: {
    apiUrl: string;
    botToken: string;
    appToken: string;
    signingSecret: string;
    channels: { id: string; name: string }[];
    users: { id: string; name: string; email: string | null; standing: string }[];
  };
  domo: { url: string; clientId: string; clientSecret: string; instanceUrl: string; accessToken: string };
}

/** Only the two servers; prints one line of JSON that says how to reach them. */
export async function serve(
  options: { eventsUrl?: string | undefined; datasets?: number | undefined },
  print: (line: string) => void,
) {
  const { eventsUrl } = options;
  const slack = await startSlack({
    manifest: await ownManifest(),
    minuteMs: 60_000,
    ...(eventsUrl !== undefined && { eventsUrl }),
  });
  const domo = await startDomo(
    options.datasets === undefined
      ? {}
      : { generate: { datasets: options.datasets, people: peopleFor(options.datasets) } },
  );
  return {
    start: async () => print(JSON.stringify(describe(slack, domo))),
    stop: async () => {
      await Promise.all([slack.close(), domo.close()]);
    },
  };
}

/** As many owners as a company with so many datasets has. */
export function peopleFor(datasets: number): number {
  return Math.max(40, Math.round(datasets / 100));
}

function describe(slack: SlackServer, domo: DomoServer): ServersLine {
  const { apiUrl, botToken, appToken, signingSecret } = slack;
  return {
    slack: {
      apiUrl,
      botToken,
      appToken,
      signingSecret,
      channels: slack.channels.map(({ id, name }) => ({ id, name })),
      users: slack.people.map(({ id, name, email, standing }) => ({ id, name, email, standing })),
    },
    domo: {
      url: domo.url,
      clientId: domo.clientId,
      clientSecret: domo.clientSecret,
      instanceUrl: domo.product.url,
      accessToken: domo.product.token,
    },
  };
}
