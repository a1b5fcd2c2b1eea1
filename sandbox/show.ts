import { createAppProcess } from './app-process.ts';
import { startPage } from './page/start-page.ts';
import { peopleFor } from './serve.ts';
import { openStage, storyPolicy } from './stage.ts';

/** Nobody at the page waits a day to see whether a connector took a schema back. */
const pagePolicy = `${storyPolicy}recheck_after: 1m\n`;

/** Both servers, the app as a process of its own between them, and the page where one is any of the people. */
export async function show(
  options: { datasets?: number | undefined; policy?: string | undefined; accessToken: boolean; port: number },
  print: (line: string) => void,
) {
  const { datasets = 280, policy = pagePolicy, accessToken } = options;
  const stage = await openStage({
    policy,
    accessToken,
    domo: { generate: { datasets, people: peopleFor(datasets) }, collector: true },
  });
  try {
    const app = createAppProcess({ ...stage.env, LOG_LEVEL: 'warn' }, print);
    const page = await startPage({ slack: stage.slack, domo: stage.domo, app, accessToken, port: options.port });
    for (const taken of page.taken) print(`Port ${taken} is in use; the next one is taken.`);
    print(`The sandbox is at ${page.url}`);
    return {
      start: app.start,
      async stop() {
        await page.close();
        await app.stop();
        await stage.close();
      },
    };
  } catch (error) {
    await stage.close();
    throw error;
  }
}
