import { requireConfig, type Terminal } from './commands/terminal.ts';
import { untilSignal } from './commands/until-signal.ts';
import { coerceError, StartupError } from './errors.ts';
import { loadDrizzleQuickly } from './load-drizzle-quickly.ts';

const usage = `npm start               runs the service
npm run sandbox         a Slack workspace and a Domo instance on this machine, to try it with
npm run doctor          checks configuration, policy, database, Slack and Domo
npm run audit           verifies or exports the audit log
`;

const terminal: Terminal = { env: process.env, out: process.stdout, err: process.stderr };

/** Resolves to the exit code. Each command loads only what it needs: the tools do without Bolt and pg-boss. */
async function run([command, ...args]: string[]): Promise<number> {
  switch (command) {
    case 'start':
      return start();
    case 'sandbox':
      return sandbox(args);
    case 'doctor':
      return (await import('./commands/doctor.ts')).doctor(terminal);
    case 'audit':
      return (await import('./commands/audit.ts')).audit(args, terminal);
    default:
      terminal.err.write(usage);
      return 1;
  }
}

async function start(): Promise<number> {
  const config = requireConfig(terminal);
  const { createService } = await import('./service.ts');
  return untilSignal(() => createService(config), terminal);
}

async function sandbox(args: string[]): Promise<number> {
  const { sandbox: prepare } = await import('./sandbox/sandbox.ts').catch(
    (thrown: NodeJS.ErrnoException & { url?: string }) => {
      if (thrown.code !== 'ERR_MODULE_NOT_FOUND' || !thrown.url?.endsWith('/sandbox/sandbox.ts')) throw thrown;
      throw new StartupError(
        ['The sandbox is not part of the image. Run it from a clone: npm ci && npm run sandbox'],
        thrown,
      );
    },
  );
  const open = await prepare(args, (line) => terminal.out.write(`${line}\n`));
  return open === undefined ? 0 : untilSignal(open, terminal);
}

/** With what led to it, which is where drizzle keeps the database's own words. */
function traced({ stack, message, cause }: Error): string {
  const own = stack ?? message;
  return cause === undefined ? own : `${own}\nCaused by: ${traced(coerceError(cause))}`;
}

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever reads has seen enough, as with `| head`; the exit code is still the command's.
    if (error.code !== 'EPIPE') throw error;
  });
}

loadDrizzleQuickly();
try {
  process.exitCode = await run(process.argv.slice(2));
} catch (thrown) {
  const error = coerceError(thrown);
  // What a person can mend is said in sentences; for anything else the place in the code is what helps.
  const text = error instanceof StartupError ? error.problems.join('\n') : traced(error);
  terminal.err.write(`${text}\n`);
  process.exitCode = 1;
}
// Something may still be open, a connection of a failed start for one; the last lines are written first.
terminal.out.write('', () => process.exit());
