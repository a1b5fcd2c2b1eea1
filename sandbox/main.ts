import { runCommand } from '../src/commands/run-command.ts';
import { untilSignal } from '../src/commands/until-signal.ts';
import { loadDrizzleQuickly } from '../src/load-drizzle-quickly.ts';

loadDrizzleQuickly();
await runCommand(async (args, terminal) => {
  const { sandbox } = await import('./command.ts');
  const open = await sandbox(args, (line) => terminal.out.write(`${line}\n`));
  return open === undefined ? 0 : untilSignal(open, terminal);
});
