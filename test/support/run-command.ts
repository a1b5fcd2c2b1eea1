import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Terminal } from '../../src/commands/terminal.ts';

/** Runs a command of the app as the shell does; resolves to its exit code and what it wrote. */
export async function runCommand(
  command: (args: string[], terminal: Terminal) => Promise<number>,
  args: string[],
  env: Terminal['env'] = {},
): Promise<{ code: number; out: string; err: string }> {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const code = await command(args, { env, out, err, attached: false });
  out.end();
  err.end();
  return { code, out: await text(out), err: await text(err) };
}
