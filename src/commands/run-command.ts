import { isatty } from 'node:tty';
import { coerceError, StartupError } from '../errors.ts';
import type { Terminal } from './terminal.ts';

/** Runs one command of this process and ends it with the exit code that `run` resolves to; 1 when it throws. */
export async function runCommand(run: (args: string[], terminal: Terminal) => Promise<number>): Promise<void> {
  const attached = [0, 1, 2].some((descriptor) => isatty(descriptor));
  const terminal: Terminal = { env: process.env, out: process.stdout, err: process.stderr, attached };
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // Whoever reads has seen enough, as with `| head`; the exit code is still the command's.
      if (error.code !== 'EPIPE') throw error;
    });
  }
  try {
    process.exitCode = await run(process.argv.slice(2), terminal);
  } catch (thrown) {
    const error = coerceError(thrown);
    // Whoever starts it can act on a sentence; for anything else the place in the code is what helps.
    const text = error instanceof StartupError ? error.problems.join('\n') : traced(error);
    terminal.err.write(`${text}\n`);
    process.exitCode = 1;
  }
  // Something may still be open, a connection of a failed start for one; the last lines are written first.
  terminal.out.write('', () => process.exit());
}

/** With what led to it, which is where drizzle keeps the database's own words. */
function traced({ stack, message, cause }: Error): string {
  const own = stack ?? message;
  return cause === undefined ? own : `${own}\nCaused by: ${traced(coerceError(cause))}`;
}
