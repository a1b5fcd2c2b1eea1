import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { StartupError } from '../src/errors.ts';
import { play } from './play/play.ts';
import { serve } from './serve.ts';
import { show } from './show.ts';

const sandboxUsage = `npm run sandbox                      a Slack workspace, a Domo instance and the app, in a browser page
npm run sandbox -- --play            plays a whole story, prints what each person sees, and exits
npm run sandbox -- --servers         only the two servers; prints one line of JSON that says how to reach them
  --events-url URL                   with --servers: where an HTTP app takes Slack's deliveries
  --datasets N                       so many more datasets in Domo
  --port N                           the page's port; default 4000
  --access-token                     the page's app also gets an access token, and with it Domo's product API
  --policy FILE                      the page's policy: yours, with the ids of the sandbox's people`;

/** What goes on until it is stopped. */
export interface Sandbox {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The command `sandbox`: resolves to what opens it, or to undefined when all is done and said. Throws `StartupError`. */
export async function sandbox(
  args: string[],
  print: (line: string) => void,
): Promise<(() => Promise<Sandbox>) | undefined> {
  const options = readOptions(args);
  if (options.help) return void print(sandboxUsage);
  const { datasets } = options;
  if (options.play) return void (await play(print));
  if (options.servers) return () => serve({ eventsUrl: options['events-url'], datasets }, print);
  const policy = options.policy === undefined ? undefined : await readFile(options.policy, 'utf8');
  return () => show({ datasets, policy, accessToken: options['access-token'], port: options.port ?? 4000 }, print);
}

function readOptions(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        play: { type: 'boolean', default: false },
        servers: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        'events-url': { type: 'string' },
        datasets: { type: 'string' },
        port: { type: 'string' },
        policy: { type: 'string' },
        'access-token': { type: 'boolean', default: false },
      },
    });
    return { ...values, datasets: whole('datasets', values.datasets), port: whole('port', values.port) };
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError([`${error instanceof Error ? error.message : String(error)}`, sandboxUsage]);
  }
}

function whole(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  throw new StartupError([`--${name} must be a whole number, not “${value}”.`]);
}
